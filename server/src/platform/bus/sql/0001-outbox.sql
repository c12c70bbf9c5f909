-- Facts: one row per fact, written in the transaction that made it true. `xid` keeps late commits from being skipped.
create table outbox (
  seq bigint generated always as identity,
  xid xid8 not null default pg_current_xact_id(),
  topic text not null,
  -- written and read as a whole, never looked into
  payload json not null,
  at timestamptz not null,
  primary key (xid, seq)
);
create index outbox_at on outbox (at);
create table subscription (
  name text primary key,
  xid xid8 not null,
  seq bigint not null
);
