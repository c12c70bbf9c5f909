-- What merchants write by hand, as they gave it: lists, content, situations.
create table editorial (
  sort text not null check (sort in ('list', 'content', 'situation')),
  id text not null,
  body jsonb not null,
  updated_at timestamptz not null,
  primary key (sort, id)
);
