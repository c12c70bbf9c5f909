-- The log: every fact about every identifier, immutable. A profile is what folding it gives.
create sequence event_ord cache 1;
create table event_log (
  source int not null,
  message_id text collate "C" not null,
  node_id uuid not null,
  -- order of acceptance; a row may become visible later than one with a higher number, and readers allow for that
  ord bigint not null default nextval('event_ord'),
  type text not null,
  event text not null,
  at timestamptz not null,
  received_at timestamptz not null,
  channel text not null,
  trust text not null,
  body jsonb not null,
  primary key (source, message_id)
);
create index event_log_node on event_log (node_id, ord);

-- Folded state of persons with long histories, so that a cold read need not fold everything.
create table profile_snapshot (
  root_id uuid primary key,
  nodes jsonb not null,
  fold_version int not null,
  horizon bigint not null,
  above jsonb not null,
  state jsonb not null,
  updated_at timestamptz not null
);
