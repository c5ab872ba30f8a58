-- History is kept as long as the shop likes. What was purged is known, so that nobody takes a gap for "no changes".

create table catalog.history (
    oldest bigint not null
);

comment on table  catalog.history        is 'How far back the history goes: one row';
comment on column catalog.history.oldest is 'The oldest revision that is known; 0 while all of them are';

create unique index history_has_one_row on catalog.history ((true));

insert into catalog.history (oldest) values (0);

create trigger no_truncate before truncate on catalog.history
    for each statement execute function catalog.refuse_truncate();


-- A revision stays when a later one stays, whatever the clock said, and the newest stays always. It takes no number:
-- what the catalog shows is as it was.
create function catalog.purge_history(keep interval, at_most integer) returns bigint
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    was  bigint;
    upto bigint;
    gone bigint;
begin
    -- Locks, so that one purge runs at a time.
    select oldest into was from catalog.history for update;
    select coalesce(min(number), (select number from catalog.revision)) into upto
      from catalog.revision_log
     where number >= was and at >= now() - keep;
    -- Revisions begin with 1; the 0 of a history that was never purged is no row.
    upto := least(upto, greatest(was, 1) + at_most);

    delete from catalog.change where revision < upto;
    delete from catalog.revision_log where number < upto;
    get diagnostics gone = row_count;
    if gone > 0 then
        update catalog.history set oldest = upto;
    end if;
    return gone;
end
$$;

comment on function catalog.purge_history(interval, integer) is
    'Forgets the oldest revisions, at most so many, that are older than what is to be kept; returns how many';


create view published.history as
select oldest
  from catalog.history;

comment on view published.history is 'The oldest revision after which changes can be told';

grant select on published.history to read_public, read_staff, write_api;
grant execute on function catalog.purge_history(interval, integer) to write_api;
