-- What was asked, answered and traced is one document, kept as it was written: json is not taken apart on the way in.
alter table decision add column told json;
update decision set told = json_build_object('request', request, 'answer', answer, 'trace', trace);
alter table decision alter column told set not null;
alter table decision drop column request;
alter table decision drop column answer;
alter table decision drop column trace;
