-- Products. What can be derived is derived here, so that no writer can get it wrong.

create table catalog.product (
    id               uuid        primary key default uuidv7(),
    slug             text        not null,
    title            text        not null,
    description      text        not null default '',
    description_html text        not null,
    status           text        not null default 'draft',
    category_id      uuid,
    tags             text[]      not null default '{}',
    attributes       jsonb       not null default '{}',
    options          text[]      not null default '{}',
    seo_title        text        not null default '',
    seo_description  text        not null default '',
    position         bigint      not null,
    currency         char(3)     not null,
    price_min        bigint,
    price_max        bigint,
    available        boolean     not null,
    has_image        boolean     not null,
    skus             text[]      not null,
    published_at     timestamptz,
    created_at       timestamptz not null,
    updated_at       timestamptz not null,
    deleted_at       timestamptz,
    revision         bigint      not null,
    revision_nonce   text        not null,
    is_public        boolean     not null generated always as (status = 'active' and deleted_at is null) stored,
    title_key        text        not null generated always as (catalog.sort_key(title)) stored,
    search           tsvector    not null generated always as (
        catalog.search_document(title, tags, skus, description)
    ) stored,
    constraint product_with_currency         unique (id, currency),
    constraint product_currency_known        foreign key (currency) references catalog.currency,
    constraint product_category              foreign key (category_id) references catalog.category,
    constraint product_status_known          check (status in ('draft', 'active', 'archived')),
    constraint product_slug_shape            check (catalog.is_slug(slug)),
    constraint product_title_shape           check (title <> '' and catalog.is_line(title, 200)),
    constraint product_description_shape     check (catalog.is_prose(description, 50000)),
    constraint product_tags_shape            check (catalog.is_list_of_lines(tags, 50, 60)),
    constraint product_options_shape         check (catalog.is_list_of_lines(options, 3, 60)),
    constraint product_attributes_shape      check (catalog.is_flat_object(attributes, 20000)),
    constraint product_seo_title_shape       check (catalog.is_line(seo_title, 200)),
    constraint product_seo_description_shape check (catalog.is_line(seo_description, 500))
);

comment on table  catalog.product              is 'What the shop offers, in any status; deleted_at puts it in the trash';
comment on column catalog.product.price_min    is 'Lowest price of its variants in minor units; kept by trigger, as price_max and available are';
comment on column catalog.product.has_image    is 'Whether it has a picture; kept by trigger';
comment on column catalog.product.skus         is 'Of its variants, to be found by; kept by trigger';
comment on column catalog.product.is_public    is 'What customers may see: active, and not in the trash';
comment on column catalog.product.published_at is 'When it became active for the first time';

create unique index product_slug_taken on catalog.product (slug) where deleted_at is null;
create index product_by_slug           on catalog.product (slug);

-- Each order of the listing, once for customers and once for the staff; every order ends in the id.
create index product_active_by_position on catalog.product (position, id)where is_public;
create index product_active_by_title    on catalog.product (title_key, id)where is_public;
create index product_active_by_price    on catalog.product (price_min, id)where is_public;
create index product_active_by_created  on catalog.product (created_at, id)where is_public;
create index product_active_by_updated  on catalog.product (updated_at, id)where is_public;
create index product_active_by_category on catalog.product (category_id, position, id) where is_public;
create index product_active_with_image  on catalog.product (category_id, position, id) where is_public and has_image;

create index product_by_position on catalog.product (position, id);
create index product_by_title    on catalog.product (title_key, id);
create index product_by_price    on catalog.product (price_min, id);
create index product_by_created  on catalog.product (created_at, id);
create index product_by_updated  on catalog.product (updated_at, id);
create index product_by_category on catalog.product (category_id, position, id);
create index product_by_deleted  on catalog.product (deleted_at, id) where deleted_at is not null;
create index product_by_currency on catalog.product (currency);

-- Reads are many and writes few: no list of pending entries that every search would have to walk.
create index product_by_tag    on catalog.product using gin (tags)   with (fastupdate = off);
create index product_by_search on catalog.product using gin (search) with (fastupdate = off);


create function catalog.stamp_product() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    select number, nonce, at into new.revision, new.revision_nonce, new.updated_at from catalog.revision;
    new.created_at := case tg_op when 'INSERT' then new.updated_at else old.created_at end;
    new.published_at := case tg_op when 'UPDATE' then old.published_at end;
    if new.status = 'active' then
        new.published_at := coalesce(new.published_at, new.updated_at);
    end if;

    new.position := coalesce(new.position, 1024 + (select coalesce(max(position), 0) from catalog.product));
    new.currency := coalesce(new.currency, (select value #>> '{}' from catalog.setting where key = 'currency'));

    select min(price), max(price), coalesce(bool_or(variant.available), false),
           coalesce(array_agg(sku) filter (where sku is not null), '{}')
      into new.price_min, new.price_max, new.available, new.skus
      from catalog.variant
     where product_id = new.id;
    new.has_image := exists (select from catalog.product_media where product_id = new.id);
    return new;
end
$$;

create trigger stamp before insert or update on catalog.product
    for each row execute function catalog.stamp_product();


-- write_api renders Markdown and may rightly give the same HTML for another text; whoever else changes the
-- text alone, as one does in psql, would leave the HTML of the old one.
create function catalog.render_description() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    if tg_op = 'INSERT' then
        new.description_html := coalesce(new.description_html, catalog.paragraphs(new.description));
    elsif new.description <> old.description and new.description_html = old.description_html
          and session_user <> 'write_api' then
        new.description_html := catalog.paragraphs(new.description);
    end if;
    return new;
end
$$;

create trigger render_description before insert or update on catalog.product
    for each row execute function catalog.render_description();

call catalog.keep_history('product', 'id');

grant select, insert, update, delete on catalog.product to write_api;
