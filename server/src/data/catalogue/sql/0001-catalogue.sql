-- Products and need groups as the retailer gave them, and what was asked for each product when.
create table product (
  sku text primary key,
  body jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create table need_group (
  id text primary key,
  body jsonb not null,
  updated_at timestamptz not null
);
create table price_history (
  sku text not null,
  at timestamptz not null,
  cents bigint not null check (cents >= 0),
  currency text not null,
  primary key (sku, at)
);
