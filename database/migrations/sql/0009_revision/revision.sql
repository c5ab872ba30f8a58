-- As in 0001, but that time does not run backwards, not even with another leader's clock, and statistics of an empty shop go.
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
       set number = number + 1, nonce = catalog.new_nonce(), at = greatest(clock_timestamp(), at),
           xid = pg_current_xact_id()
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
