-- What products are filtered, sorted and counted by, and nothing else, so that a row is shorter than the product's own.
-- It is derived from the products: no writer writes it, and it is no part of a revision.

create table catalog.facet (
    id    integer generated always as identity primary key,
    kind  text not null,
    name  text not null,
    value text not null,
    constraint facet_once       unique (kind, name, value),
    constraint facet_kind_known check (kind in ('tag', 'option'))
);

comment on table  catalog.facet      is 'Every tag, and every value of an option, that some product has or had';
comment on column catalog.facet.name is 'Of the option; empty for a tag';


create table catalog.listing (
    id           uuid        primary key,
    category_id  uuid,
    position     bigint      not null,
    created_at   timestamptz not null,
    price_min    bigint,
    price_max    bigint,
    currency     text        not null,
    status       text        not null,
    available    boolean     not null,
    title_length smallint    not null,
    facets       integer[]   not null,
    title_words  tsvector    not null,
    words        tsvector    not null
) with (toast_tuple_target = 128);

comment on table  catalog.listing              is 'A short row for each product, to be filtered, sorted and counted by; kept by product';
comment on column catalog.listing.status       is 'draft, active, archived or trashed; active ones are public';
comment on column catalog.listing.title_length is 'How many words the title has: where it matters, shorter ones come first';
comment on column catalog.listing.words        is 'Of title, tags, SKUs and description, for its index alone';

-- Words lie in the row like all else: PostgreSQL puts values apart only where a row is longer than some 2 kB, whatever the
-- target says. Of such rows it takes the words first, and the others only if it must.
alter table catalog.listing
    alter column words       set storage external,
    alter column title_words set storage main,
    alter column facets      set storage main,
    alter column currency    set storage main,
    alter column status      set storage main;


create view catalog.product_facet as
select id as product_id, 'tag' as kind, '' as name, unnest(tags) as value
  from catalog.product
union
select product.id, 'option', option.name, option.value
  from catalog.product
  join catalog.variant on variant.product_id = product.id,
       unnest(product.options, variant.option_values) as option (name, value)
 where option.value is not null and option.name is not null;


create view catalog.product_as_listed as
select id, category_id, position, created_at, price_min, price_max, currency::text as currency,
       case when deleted_at is null then status else 'trashed' end as status,
       available, length(title_words)::smallint as title_length,
       (select coalesce(array_agg(facet.id order by facet.id), '{}')
          from catalog.product_facet
          join catalog.facet using (kind, name, value)
         where product_facet.product_id = product.id) as facets,
       title_words, strip(search) as words
  from catalog.product,
       lateral (select strip(catalog.title_words(title)) as title_words) as made;

comment on view catalog.product_as_listed is 'What catalog.listing is to hold, made anew';


-- Ranges of prices are put together of steps, which begin at these amounts of minor units.
create function published.price_edges() returns bigint[]
    language sql immutable parallel safe
    return '{100, 150, 200, 250, 300, 400, 500, 600, 800,
             1000, 1500, 2000, 2500, 3000, 4000, 5000, 6000, 8000,
             10000, 15000, 20000, 25000, 30000, 40000, 50000, 60000, 80000,
             100000, 150000, 200000, 250000, 300000, 400000, 500000, 600000, 800000,
             1000000, 1500000, 2000000, 2500000, 3000000, 4000000, 5000000, 6000000, 8000000,
             10000000, 15000000, 20000000, 25000000, 30000000, 40000000, 50000000, 60000000, 80000000,
             100000000, 150000000, 200000000, 250000000, 300000000, 400000000, 500000000, 600000000, 800000000,
             1000000000, 1500000000, 2000000000, 2500000000, 3000000000, 4000000000, 5000000000, 6000000000, 8000000000,
             10000000000, 15000000000, 20000000000, 25000000000, 30000000000, 40000000000, 50000000000, 60000000000, 80000000000,
             100000000000, 150000000000, 200000000000, 250000000000, 300000000000, 400000000000, 500000000000, 600000000000, 800000000000,
             1000000000000, 1500000000000, 2000000000000, 2500000000000, 3000000000000, 4000000000000, 5000000000000, 6000000000000, 8000000000000}'::bigint[];

comment on function published.price_edges() is
    'Where a step of prices begins: at 1, 1.5, 2, 2.5, 3, 4, 5, 6 and 8 of each power of ten; 0 begins step 0';


create function published.price_step(price bigint) returns integer
    language sql immutable parallel safe
    return width_bucket($1, published.price_edges());

comment on function published.price_step(bigint) is 'The step that a price is in';

grant execute on function published.price_edges, published.price_step to read_public, read_staff, write_api;
