-- Levels per sku and place. `held` sums the live reservations, `allocated` the orders waiting to be handed over; neither lowers on_hand.
create table stock (
  sku text not null,
  place text not null,
  on_hand integer not null check (on_hand >= 0),
  allocated integer not null default 0 check (allocated >= 0),
  held integer not null default 0 check (held >= 0),
  quarantine integer not null default 0 check (quarantine >= 0),
  shelf text,
  counted_at timestamptz not null,
  as_of timestamptz not null,
  primary key (sku, place)
);
-- What moved, once per reference; `shortfall` = units sold that were not there.
create table stock_movement (
  id text primary key,
  sku text not null,
  place text not null,
  kind text not null,
  quantity integer not null,
  reference text,
  at timestamptz not null,
  accepted_at timestamptz not null,
  shortfall integer not null default 0
);
create unique index stock_movement_once on stock_movement (reference, sku, place, kind) where reference is not null;
create index stock_movement_short on stock_movement (accepted_at) where shortfall > 0;
create table reservation (
  id text primary key,
  sku text not null,
  place text not null,
  quantity integer not null check (quantity > 0),
  kind text not null,
  state text not null check (state in ('live', 'confirmed', 'released', 'expired')),
  -- Whether the units are in stock.held; untracked goods hold nothing.
  counted boolean not null,
  node_id text,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index reservation_live on reservation (sku, place) where state = 'live';
create index reservation_node on reservation (node_id) where node_id is not null;
