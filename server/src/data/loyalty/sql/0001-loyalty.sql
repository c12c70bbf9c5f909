-- Points, append-only: balances are sums, corrections are new rows. Points are pending until available_at.
create table loyalty_entry (
  id text primary key,
  node_id text not null,
  kind text not null check (kind in ('earn', 'reverse', 'adjust', 'redeem')),
  points integer not null,
  at timestamptz not null,
  available_at timestamptz not null,
  -- Makes the entry happen once per kind; `about` ties what corrects a purchase or burn to it.
  reference text,
  about text,
  reason text,
  -- Points per cent hundred with which a purchase earned, for computing it again.
  factor double precision
);
create unique index loyalty_entry_once on loyalty_entry (kind, reference) where reference is not null;
create index loyalty_entry_node on loyalty_entry (node_id);
create index loyalty_entry_about on loyalty_entry (about) where about is not null;
-- Burns of one person wait for one another here.
create table loyalty_gate (
  node_id text primary key
);
