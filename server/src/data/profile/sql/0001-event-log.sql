-- The log: every fact about every identifier, immutable. A profile is what folding it gives.
create table event_log (
  source int not null,
  message_id text collate "C" not null,
  node_id uuid not null,
  -- grows per node in commit order, because the node's row is locked until the commit
  ord bigint not null,
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
  state jsonb not null,
  updated_at timestamptz not null
);
