-- What was done with accounts, and who tried: written once.

create table catalog.audit (
    id         bigint      generated always as identity primary key,
    at         timestamptz not null default clock_timestamp(),
    event      text        not null,
    account_id uuid,
    actor      text        not null,
    address    inet,
    user_agent text,
    request_id text,
    detail     jsonb       not null default '{}'
);

comment on table  catalog.audit            is 'Every event of authentication; no row is ever changed';
comment on column catalog.audit.account_id is 'Whose account it is about; null where there is no such account';
comment on column catalog.audit.actor      is 'Who did it: an account''s id, "anonymous", or a command';

create index audit_by_account on catalog.audit (account_id, id);
create index audit_by_age     on catalog.audit (at);


create function catalog.refuse_rewriting() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    if tg_op = 'DELETE' and old.at < now() - interval '30 days' then
        return old;
    end if;
    raise exception 'the audit is not rewritten: nothing in it changes, and what is younger than 30 days stays'
        using errcode = 'object_not_in_prerequisite_state';
end
$$;

comment on function catalog.refuse_rewriting() is 'Keeps the audit as it was written, whoever asks';

create trigger refuse_rewriting before update or delete on catalog.audit
    for each row execute function catalog.refuse_rewriting();
create trigger no_truncate before truncate on catalog.audit
    for each statement execute function catalog.refuse_truncate();


create function catalog.purge_audit(keep interval, at_most integer) returns bigint
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    gone bigint;
begin
    delete from catalog.audit
     where id in (select id from catalog.audit
                   where at < now() - greatest(keep, interval '30 days 1 hour')
                   order by at
                   limit at_most);
    get diagnostics gone = row_count;
    return gone;
end
$$;

comment on function catalog.purge_audit(interval, integer) is
    'Forgets the oldest events, at most so many, that are older than what is to be kept and than 30 days; returns how many';

revoke all on function catalog.purge_audit(interval, integer) from public;
grant select, insert on catalog.audit to write_api;
grant execute on function catalog.purge_audit(interval, integer) to write_api;
