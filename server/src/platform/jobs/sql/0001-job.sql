create table job (
  id uuid primary key,
  kind text not null,
  key text,
  payload jsonb not null,
  run_at timestamptz,
  attempts int not null default 0,
  done_at timestamptz,
  last_error text
);
create index job_due on job (run_at) where done_at is null;
create unique index job_key on job (kind, key) where done_at is null and key is not null;
