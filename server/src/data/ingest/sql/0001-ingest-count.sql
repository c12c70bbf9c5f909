-- What was counted without any id, because nobody consented to more.
create table ingest_count (
  day date not null,
  source int not null,
  event text not null,
  n bigint not null,
  primary key (day, source, event)
);
