-- Pictures are named by their content and never change, so that a picture that comes twice is one. They are
-- no part of a revision until a product shows them.

create table catalog.media (
    sha256       text        primary key,
    content_type text        not null,
    width        integer     not null,
    height       integer     not null,
    color        text        not null,
    original     bytea       not null,
    created_at   timestamptz not null default now(),
    constraint media_sha256_shape       check (sha256 ~ '^[0-9a-f]{64}$'),
    constraint media_content_type_known check (content_type in ('image/jpeg', 'image/png', 'image/webp')),
    constraint media_size_range         check (width between 1 and 20000 and height between 1 and 20000),
    constraint media_color_shape        check (color ~ '^#[0-9a-f]{6}$')
);

comment on table  catalog.media          is 'A picture as it was uploaded, and what is known of it';
comment on column catalog.media.color    is 'The colour to show until it is loaded';
comment on column catalog.media.original is 'The bytes that were uploaded, of which other sizes can be made; never shown';

-- It is compressed already, as renditions are.
alter table catalog.media alter column original set storage external;


create table catalog.media_rendition (
    media        text    not null,
    width        integer not null,
    format       text    not null,
    content_type text    not null,
    bytes        bytea   not null,
    primary key (media, width, format),
    constraint media_rendition_media  foreign key (media) references catalog.media on delete cascade,
    constraint media_rendition_width  check (width between 1 and 20000),
    constraint media_rendition_format check ((format, content_type) in (('webp', 'image/webp'), ('jpg', 'image/jpeg')))
);

comment on table catalog.media_rendition is 'A picture in one width and format';

alter table catalog.media_rendition alter column bytes set storage external;


create table catalog.product_media (
    id         uuid   primary key default uuidv7(),
    product_id uuid   not null,
    media      text   not null,
    position   bigint not null,
    alt        text   not null default '',
    constraint product_media_product   foreign key (product_id) references catalog.product on delete cascade,
    constraint product_media_media     foreign key (media) references catalog.media,
    constraint product_media_once      unique (product_id, media) deferrable initially deferred,
    constraint product_media_alt_shape check (catalog.is_line(alt, 500))
);

comment on table  catalog.product_media     is 'The pictures of a product in their order';
comment on column catalog.product_media.alt is 'What the picture shows, for those who do not see it';

create index product_media_by_product on catalog.product_media (product_id, position, id);
create index product_media_by_media   on catalog.product_media (media);


create function catalog.stamp_product_media() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    if tg_op = 'UPDATE' and new.product_id <> old.product_id then
        raise exception 'A picture is put on another product by a row of its own'
            using errcode = 'check_violation', constraint = 'product_media_product_fixed',
                  schema = 'catalog', table = 'product_media';
    end if;
    new.position := coalesce(new.position, 1024 + (
        select coalesce(max(position), 0) from catalog.product_media where product_id = new.product_id
    ));
    return new;
end
$$;

create trigger stamp before insert or update on catalog.product_media
    for each row execute function catalog.stamp_product_media();

create trigger touch_products_insert after insert on catalog.product_media referencing new table as touched
    for each statement execute function catalog.touch_products();
create trigger touch_products_update after update on catalog.product_media referencing new table as touched
    for each statement execute function catalog.touch_products();
create trigger touch_products_delete after delete on catalog.product_media referencing old table as touched
    for each statement execute function catalog.touch_products();

call catalog.keep_history('product_media', 'id');

grant select, insert, update, delete on catalog.product_media to write_api;
grant select, insert, delete on catalog.media, catalog.media_rendition to write_api;
