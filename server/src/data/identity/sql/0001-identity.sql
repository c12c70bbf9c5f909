-- Identifiers are nodes and never change owner; edges tie them; root_id is what the active edges give.
create table identity_node (
  id uuid primary key,
  type text collate "C" not null,
  value text collate "C" not null,
  root_id uuid not null,
  -- grows with everything but log entries that a picture of the person depends on, e.g. consents
  version bigint not null default 0,
  attested boolean not null default false,
  -- a device on which two different people logged in: it speaks for neither
  contested boolean not null default false,
  created_at timestamptz not null,
  unique (type, value)
);
create index identity_node_root on identity_node (root_id);

create table identity_edge (
  id uuid primary key,
  a uuid not null references identity_node (id) on delete cascade,
  b uuid not null references identity_node (id) on delete cascade,
  cause text not null,
  trust text not null,
  at timestamptz not null,
  evidence text not null,
  state text not null check (state in ('active', 'pending', 'blocked', 'cut')),
  cut_at timestamptz,
  cut_by text,
  unique (a, b, cause)
);
create index identity_edge_b on identity_edge (b);

-- Keyed hashes of erased identifiers, so that a late event or a re-import does not revive a person.
create table identity_tombstone (
  hash text primary key,
  at timestamptz not null
);
