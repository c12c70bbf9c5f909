-- Keys: secret keys by hash only; write keys are public.
create table api_key (
  id uuid primary key,
  hash text not null unique,
  kind text not null check (kind in ('write', 'secret')),
  channel text not null default 'web',
  origins jsonb not null default '[]',
  label text not null default '',
  source_no int generated always as identity unique,
  created_at timestamptz not null,
  revoked_at timestamptz
);
