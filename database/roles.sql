-- In the shop's database, by the superuser, as often as one likes.

revoke all on schema public from public;

-- Readers are sent away by the leader itself: no setting of a service can direct them to it.
create schema if not exists login;

create or replace function login.refuse_readers_on_leader() returns event_trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    if session_user in ('read_public', 'read_staff') and not pg_is_in_recovery() then
        raise exception '% may not log in to the leader: readers use a replica', session_user
            using errcode = 'invalid_authorization_specification';
    end if;
end
$$;

do $$
begin
    if not exists (select from pg_event_trigger where evtname = 'refuse_readers_on_leader') then
        create event trigger refuse_readers_on_leader on login
            execute function login.refuse_readers_on_leader();
    end if;
end
$$;

alter event trigger refuse_readers_on_leader enable always;
