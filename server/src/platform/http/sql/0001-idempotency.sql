-- Answers of creating calls, kept 30 days so that a retry is answered and not repeated.
create table idempotency (
  scope text not null,
  key text not null,
  body_hash text not null,
  answer jsonb,
  at timestamptz not null,
  primary key (scope, key)
);
create index idempotency_at on idempotency (at);
