-- A date has whole seconds, and a catalog may have many revisions in one: only the first of a second is told by it. Times do
-- not run backwards (catalog.take_revision), so that no later revision is the first of that second too.
create or replace view published.revision_log as
select number, nonce, at,
       case when date_trunc('second', at) > (select date_trunc('second', former.at)
                                               from catalog.revision_log as former
                                              where former.number = revision_log.number - 1)
            then at end as dated_at
  from catalog.revision_log;

comment on column published.revision_log.dated_at is 'When, where the second names no revision but this one';


create or replace view published.revision as
select number, nonce, at,
       (select dated_at from published.revision_log where revision_log.number = revision.number) as dated_at
  from catalog.revision;

comment on column published.revision.dated_at is 'When, where the second names no revision but this one';
