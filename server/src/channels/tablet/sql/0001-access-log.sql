-- Who looked at whom: one line per view, and the short-lived token a view gives.
create table access_log (
  id uuid primary key,
  at timestamptz not null,
  actor text not null,
  role text not null,
  store text not null,
  purpose text not null,
  way text not null,
  node_id uuid not null,
  fields jsonb not null
);
create index access_log_node on access_log (node_id, at);
create index access_log_at on access_log (at);
create table presence_token (
  token_hash text primary key,
  node_id uuid not null,
  store text not null,
  expires_at timestamptz not null
);
