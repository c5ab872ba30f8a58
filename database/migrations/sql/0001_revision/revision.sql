-- The catalog is a versioned document: every transaction that writes to it is one numbered revision.

create schema if not exists catalog;
create schema published;
create schema staff;

-- What is granted is granted by name, functions too.
alter default privileges revoke execute on functions from public;

create extension unaccent schema catalog;


create table catalog.revision (
    number bigint      not null,
    nonce  text        not null,
    at     timestamptz not null,
    xid    xid8        not null,
    constraint revision_nonce_shape check (nonce ~ '^[0-9a-f]{16}$')
) with (fillfactor = 10, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0);

comment on table  catalog.revision       is 'The newest revision of the catalog: one row';
comment on column catalog.revision.nonce is '64 random bits: after a failover a number may come twice, a nonce does not';
comment on column catalog.revision.xid   is 'The transaction that took this number';

create unique index revision_has_one_row on catalog.revision ((true));


create table catalog.revision_log (
    number          bigint      primary key,
    nonce           text        not null,
    at              timestamptz not null,
    actor           text        not null,
    reason          text,
    request_id      text,
    idempotency_key text
);

comment on table catalog.revision_log is 'Every revision: who made it, when and why';


create table catalog.change (
    revision bigint not null references catalog.revision_log,
    entity   text   not null,
    id       text   not null,
    before   jsonb,
    after    jsonb,
    action   text   not null generated always as (
        case when before is null then 'insert' when after is null then 'delete' else 'update' end
    ) stored,
    primary key (revision, entity, id)
);

comment on table catalog.change is 'What each revision did to each row: as it was before the revision and after it';

create index change_by_entity on catalog.change (entity, id, revision);


create function catalog.new_nonce() returns text
    language sql volatile parallel safe
    -- A version 4 UUID has fixed bits in its middle; its ends are random.
    return (select left(digits, 12) || right(digits, 4) from replace(gen_random_uuid()::text, '-', '') as digits);

comment on function catalog.new_nonce() is '64 random bits in hexadecimal';


-- Whether this transaction has its number already is asked of the row itself, which no setting can forge and
-- which a rolled-back savepoint takes back.
create function catalog.take_revision() returns bigint
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
    return taken.number;
end
$$;

comment on function catalog.take_revision() is
    'The revision of this transaction, taken now if it has none; call it before SELECT … FOR UPDATE';


create function catalog.begin_revision() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform catalog.take_revision();
    return null;
end
$$;


create function catalog.refuse_truncate() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    raise exception 'TRUNCATE of catalog.% would leave no trace: use DELETE', tg_table_name
        using errcode = 'feature_not_supported';
end
$$;


-- Arguments: the columns that name a row. Touches of one row in one revision merge: the first `before` stays,
-- the last `after` counts, and what ends as it began leaves nothing.
create function catalog.record_change() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    old_row jsonb := to_jsonb(old) - 'search';
    new_row jsonb := to_jsonb(new) - 'search';
    row_id  text  := (
        select string_agg(coalesce(new_row, old_row) ->> name, '/' order by place)
          from unnest(tg_argv) with ordinality as key (name, place)
    );
    touched catalog.change;
begin
    -- Under another key it would be a row that came, and no word that the one before went.
    if tg_op = 'UPDATE' and exists (
        select from unnest(tg_argv) as name where old_row -> name is distinct from new_row -> name
    ) then
        raise exception 'A row of catalog.% keeps its key: delete it and insert another', tg_table_name
            using errcode = 'feature_not_supported';
    end if;

    insert into catalog.change as known (revision, entity, id, before, after)
    values (catalog.take_revision(), tg_table_name, row_id, old_row, new_row)
    on conflict (revision, entity, id) do update set after = excluded.after
    returning * into touched;

    if touched.before is not distinct from touched.after then
        delete from catalog.change as known
         where (known.revision, known.entity, known.id) = (touched.revision, touched.entity, touched.id);
    end if;
    return null;
end
$$;


-- Triggers fire in the order of their names. A change must be recorded before another trigger touches the row
-- again, or the older state would be recorded over the newer one.
create procedure catalog.keep_history(of_table text, variadic key_columns text[])
    language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    execute format('create trigger a_revision before insert or update or delete on catalog.%I
                    for each statement execute function catalog.begin_revision()', of_table);
    execute format('create trigger a_change after insert or update or delete on catalog.%I
                    for each row execute function catalog.record_change(%s)', of_table,
                   (select string_agg(quote_literal(name), ', ') from unnest(key_columns) as name));
    execute format('create trigger no_truncate before truncate on catalog.%I
                    for each statement execute function catalog.refuse_truncate()', of_table);
end
$$;

comment on procedure catalog.keep_history(text, text[]) is
    'Makes every write to a table a revision, and records what it changed';


create trigger no_truncate before truncate on catalog.revision
    for each statement execute function catalog.refuse_truncate();
create trigger no_truncate before truncate on catalog.revision_log
    for each statement execute function catalog.refuse_truncate();
create trigger no_truncate before truncate on catalog.change
    for each statement execute function catalog.refuse_truncate();


insert into catalog.revision (number, nonce, at, xid)
values (0, catalog.new_nonce(), clock_timestamp(), '0');


grant usage on schema catalog, staff, published to write_api;
grant usage on schema staff, published          to read_staff;
grant usage on schema published                 to read_public;

grant select on catalog.revision, catalog.revision_log, catalog.change to write_api;
grant execute on function catalog.take_revision() to write_api;
