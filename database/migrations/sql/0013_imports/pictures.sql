-- Pictures that a file named by their address. They are fetched after it was applied, and remembered: the same address in
-- the next file is the picture that is there already.

create table catalog.import_picture (
    id          uuid        primary key default uuidv7(),
    import      uuid,
    product_id  uuid        not null,
    url         text        not null,
    sha256      text,
    alt         text        not null default '',
    position    bigint      not null,
    status      text        not null default 'pending',
    reason      text,
    tries       smallint    not null default 0,
    next_try_at timestamptz not null default now(),
    asked_by    text        not null,
    media       text,
    created_at  timestamptz not null default now(),
    constraint import_picture_once         unique (product_id, url),
    constraint import_picture_import       foreign key (import) references catalog.import on delete set null,
    constraint import_picture_product      foreign key (product_id) references catalog.product on delete cascade,
    constraint import_picture_media        foreign key (media) references catalog.media on delete set null,
    constraint import_picture_status_known check (status in ('pending', 'fetched', 'refused', 'failed')),
    constraint import_picture_url_shape    check (url <> '' and octet_length(url) <= 2000 and catalog.is_line(url, 2000)),
    constraint import_picture_alt_shape    check (catalog.is_line(alt, 500))
);

comment on table  catalog.import_picture        is 'Pictures named by their address, and what became of each';
comment on column catalog.import_picture.sha256 is 'What the file says the picture is, for an export to say it again';
comment on column catalog.import_picture.reason is 'Why it was refused or failed';

create index import_picture_by_import on catalog.import_picture (import, id);
create index import_picture_by_media  on catalog.import_picture (media);
create index import_picture_pending   on catalog.import_picture (next_try_at) where status = 'pending';

grant select, insert, update, delete on catalog.import_picture to write_api;
