-- Decisions as they were answered, with their trace: joins impressions, clicks, sales and reactions.
create table decision (
  id text primary key,
  node_id uuid,
  at timestamptz not null,
  channel text not null,
  request jsonb not null,
  answer jsonb not null,
  trace jsonb not null
);
create index decision_node on decision (node_id, at);
create index decision_at on decision (at);
create table decision_reaction (
  id uuid primary key,
  decision_id text not null,
  token text,
  reaction text not null,
  actor text not null default '',
  sku text,
  at timestamptz not null
);
create index decision_reaction_decision on decision_reaction (decision_id);
