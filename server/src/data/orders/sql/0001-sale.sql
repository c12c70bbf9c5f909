-- Sales: receipts of tills (unique by store and number) and orders of any channel (unique by number).
-- They hang on an identity node; `given` holds what names the buyer, as given, and moves to the archive at erasure.
create table sale (
  id text primary key,
  kind text not null check (kind in ('receipt', 'order')),
  -- Store of a receipt, '' for orders: number is unique within it.
  scope text not null,
  number text not null,
  channel text not null,
  store text,
  at timestamptz not null,
  accepted_at timestamptz not null,
  node_id text,
  currency text not null,
  total_cents bigint not null,
  shipping_cents bigint not null default 0,
  state text not null,
  delivery_type text,
  delivery_place text,
  -- [{type, amount, reference?, refunded}], null when the caller named none.
  payments jsonb,
  discounts jsonb,
  fiscal jsonb,
  pickup_code text,
  given jsonb,
  body_hash text not null,
  unique (kind, scope, number)
);
create index sale_node on sale (node_id, at) where node_id is not null;
create index sale_at on sale (at);
create table sale_line (
  sale_id text not null references sale (id),
  line integer not null,
  sku text not null,
  quantity integer not null check (quantity > 0),
  unit_cents bigint not null,
  discount_cents bigint not null,
  net_cents bigint not null,
  offer text,
  gift boolean not null default false,
  returned integer not null default 0,
  picked integer,
  allocated integer not null default 0,
  primary key (sale_id, line),
  check (returned between 0 and quantity)
);
create index sale_line_sku on sale_line (sku);
create table sale_return (
  id text primary key,
  number text unique,
  ref text not null,
  store text not null,
  at timestamptz not null,
  accepted_at timestamptz not null,
  node_id text,
  currency text not null,
  total_cents bigint not null,
  refunds jsonb not null,
  given jsonb,
  body_hash text not null
);
create index sale_return_node on sale_return (node_id) where node_id is not null;
create table sale_return_line (
  return_id text not null references sale_return (id),
  line integer not null,
  sale_id text not null references sale (id),
  sale_line integer not null,
  sku text not null,
  quantity integer not null check (quantity > 0),
  grade text not null,
  reason text,
  refund_cents bigint not null,
  primary key (return_id, line)
);
create index sale_return_line_sale on sale_return_line (sale_id);
-- Names and addresses on sales of erased persons, kept for the tax office only (AO 147, HGB 257).
create table order_archive (
  id text primary key,
  kind text not null,
  ref text not null,
  data jsonb not null,
  delete_after date not null
);
create index order_archive_due on order_archive (delete_after);
