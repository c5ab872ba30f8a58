-- A file that was sent, and the plan of what it would change. Neither is part of the catalog: they make no revision, and
-- only what is applied is one.

create table catalog.import (
    id               uuid        primary key default uuidv7(),
    version          bigint      not null,
    nonce            text        not null,
    status           text        not null default 'queued',
    name             text        not null,
    format           text        not null,
    blank            text        not null,
    images           text        not null,
    bytes            bigint      not null,
    created_at       timestamptz not null default now(),
    created_by       text        not null,
    updated_at       timestamptz not null,
    tries            smallint    not null default 0,
    done             integer     not null default 0,
    total            integer,
    notices          jsonb       not null default '[]',
    new_categories   jsonb       not null default '[]',
    error            jsonb,
    revision         bigint,
    revision_nonce   text,
    skip_refused     boolean     not null default false,
    apply_by         text,
    apply_request_id text,
    applied_revision bigint,
    constraint import_status_known check (
        status in ('queued', 'planning', 'planned', 'outdated', 'failed', 'accepted', 'applying', 'applied')
    ),
    constraint import_name_shape   check (catalog.is_line(name, 200)),
    constraint import_format_known check (format in ('csv', 'jsonl')),
    constraint import_blank_known  check (blank in ('leave', 'clear')),
    constraint import_images_known check (images in ('queue', 'ignore'))
);

comment on table  catalog.import          is 'A file of products, what is known of it, and how far it has come';
comment on column catalog.import.version  is 'Counts the changes of this row; kept by trigger, as nonce and updated_at are';
comment on column catalog.import.status   is 'queued, planning, planned; then accepted, applying, applied. outdated: the catalog changed since';
comment on column catalog.import.blank    is 'What a blank cell means: leave the value, or clear it';
comment on column catalog.import.tries    is 'How often planning, or then applying, was begun: what always fails is not tried for ever';
comment on column catalog.import.done     is 'How many of `total` rows are planned, or things applied';
comment on column catalog.import.revision is 'The revision of the catalog that the plan is made of';
comment on column catalog.import.apply_by is 'Who asked to apply it; the revision is theirs';

create index import_waiting on catalog.import (created_at, id)
    where status in ('queued', 'planning', 'accepted', 'applying');


create function catalog.stamp_import() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    new.version := case tg_op when 'INSERT' then 1 else old.version + 1 end;
    new.nonce := case tg_op when 'INSERT' then catalog.new_nonce() else old.nonce end;
    new.updated_at := clock_timestamp();
    return new;
end
$$;

create trigger stamp before insert or update on catalog.import
    for each row execute function catalog.stamp_import();


create table catalog.import_chunk (
    import uuid    not null,
    number integer not null,
    bytes  bytea   not null,
    primary key (import, number),
    constraint import_chunk_import foreign key (import) references catalog.import on delete cascade
);

comment on table catalog.import_chunk is 'The file, in pieces that are small enough to be held in memory';


create table catalog.import_row (
    import     uuid      not null,
    number     integer   not null,
    lines      integer[] not null,
    handle     text      not null,
    title      text      not null,
    outcome    text      not null,
    product_id uuid,
    changes    jsonb     not null,
    warnings   jsonb     not null,
    errors     jsonb     not null,
    work       jsonb,
    primary key (import, number),
    constraint import_row_import        foreign key (import) references catalog.import on delete cascade,
    constraint import_row_outcome_known check (outcome in ('create', 'update', 'unchanged', 'refused'))
);

comment on table  catalog.import_row       is 'What the plan does for one product, and which lines of the file say so';
comment on column catalog.import_row.work  is 'The rows of tables that applying writes; null when there is nothing to write';

create view catalog.import_work as
select import, number, outcome, product_id, work,
       (select category.id from catalog.category where category.slug = work #>> '{product,category}') as category_id
  from catalog.import_row
 where work is not null;

comment on view catalog.import_work is 'The rows of plans that write something, with the category as it is now';

create index import_row_by_outcome on catalog.import_row (import, outcome, number);

grant select, insert, update, delete on catalog.import, catalog.import_chunk, catalog.import_row to write_api;
grant select on catalog.import_work to write_api;
