-- Offers as the merchant gave them.
create table offer (
  id text primary key,
  body jsonb not null,
  from_at timestamptz not null,
  until_at timestamptz not null,
  updated_at timestamptz not null,
  check (from_at < until_at)
);
