-- The rule set, whole in every version: going back is one more version.
create table rule_version (
  version int primary key,
  at timestamptz not null,
  note text not null,
  rules jsonb not null
);
