-- Strategies and placements merchants declared: what holds now (body null = removed), and every version there ever was.
create table declaration (
  sort text not null check (sort in ('strategy', 'placement')),
  id text not null,
  version int not null,
  body jsonb,
  updated_at timestamptz not null,
  primary key (sort, id)
);
create table declaration_version (
  sort text not null,
  id text not null,
  version int not null,
  body jsonb,
  at timestamptz not null,
  primary key (sort, id, version)
);
