-- Stores, warehouses and the web shop as the retailer gave them.
create table place (
  id text primary key,
  kind text not null check (kind in ('store', 'warehouse', 'web')),
  body jsonb not null,
  updated_at timestamptz not null
);
