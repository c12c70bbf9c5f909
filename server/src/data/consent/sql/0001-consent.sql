-- Evidence, append-only: what was said, in which words, where and how. The state is computed, never stored.
create table consent_record (
  id uuid primary key,
  node_id uuid not null,
  purpose text not null,
  contact_point text not null default '',
  action text not null check (action in ('grant', 'withdraw')),
  at timestamptz not null,
  recorded_at timestamptz not null,
  source text not null,
  actor text not null default '',
  text_version text,
  text_language text,
  text_body text,
  evidence jsonb
);
create index consent_record_node on consent_record (node_id);
