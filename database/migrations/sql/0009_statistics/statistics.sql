-- Of a table that was empty, or nearly, when it was last analyzed, the planner believes that it still has one row, however
-- much has been put into it since: it then reads all of it for each row of another. Until autovacuum comes by, a minute or
-- more, a shop that was emptied and filled again could neither be read nor written. Of a table without statistics the planner
-- goes by its size.
create function catalog.forget_emptiness() returns void
    language sql security definer set search_path = pg_catalog, pg_temp as $$
    select pg_clear_relation_stats('catalog', relname)
      from pg_class
     where relnamespace = 'catalog'::regnamespace and relkind in ('r', 'i')
       and reltuples between 0 and 9 and relpages > 0;
$$;

comment on function catalog.forget_emptiness() is
    'Takes away what the planner was told of tables and indexes that had hardly a row then';


create or replace function catalog.take_revision() returns bigint
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    taken catalog.revision;
begin
    select * into taken from catalog.revision where xid = pg_current_xact_id();
    if found then
        return taken.number;
    end if;

    -- Writers queue here, on one row and before any other is locked: they cannot deadlock, and the order of
    -- numbers is the order of commits.
    update catalog.revision
       set number = number + 1, nonce = catalog.new_nonce(), at = clock_timestamp(), xid = pg_current_xact_id()
    returning * into taken;

    insert into catalog.revision_log (number, nonce, at, actor, reason, request_id, idempotency_key)
    values (
        taken.number, taken.nonce, taken.at,
        coalesce(nullif(current_setting('mstore.actor', true), ''), session_user),
        nullif(current_setting('mstore.reason', true), ''),
        nullif(current_setting('mstore.request_id', true), ''),
        nullif(current_setting('mstore.idempotency_key', true), '')
    );
    perform catalog.forget_emptiness();
    return taken.number;
end
$$;
