-- People are looked up by the beginning of a name; only entries that carry names are indexed.
create index event_log_last_name on event_log (lower(body -> 'traits' ->> 'lastName') text_pattern_ops) where type = 'identify';
create index event_log_first_name on event_log (lower(body -> 'traits' ->> 'firstName') text_pattern_ops) where type = 'identify';
