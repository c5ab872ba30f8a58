-- What products are filtered, sorted and counted by, in as few bytes as it needs: the wider columns come first. Rows are
-- many and pages are what reading them costs. No index has what changes often, so that such a change writes none.

drop function catalog.renew_listing(uuid[]);
drop view catalog.product_as_listed;
alter table catalog.listing rename to former_listing;


create table catalog.category_number (
    number integer not null generated always as identity primary key,
    id     uuid    not null constraint number_of_category unique
);

comment on table catalog.category_number is 'A short number for each category that some product has or had';


create table catalog.listing (
    position     bigint    not null,
    price_min    bigint,
    price_max    bigint,
    number       integer   not null constraint listing_number primary key references catalog.word_set,
    category     integer,
    title_length smallint  not null,
    currency     smallint  not null,
    available    boolean   not null,
    status       "char"    not null,
    facets       integer[] not null
) with (fillfactor = 95);

comment on table  catalog.listing              is 'A narrow row for each product, to be filtered, sorted and counted by; kept by product';
comment on column catalog.listing.number       is 'Of catalog.word_set';
comment on column catalog.listing.category     is 'Of catalog.category_number';
comment on column catalog.listing.currency     is 'By published.currency_number';
comment on column catalog.listing.status       is 'a for active, d for draft, o for archived, t for trashed; active ones are public';
comment on column catalog.listing.title_length is 'How many words the title has: where it matters, shorter ones come first';


create table catalog.searched (
    position     bigint   not null,
    number       integer  not null constraint searched_number primary key references catalog.word_set,
    category     integer,
    title_length smallint not null,
    available    boolean  not null
) with (fillfactor = 95);

comment on table catalog.searched is 'The public rows of catalog.listing in half the pages, for searches; kept by product';


create table catalog.position_count (
    step     bigint  primary key,
    products integer not null
) with (fillfactor = 80);

comment on table  catalog.position_count      is 'Public products by step of position: where a numbered page begins; kept by product';
comment on column catalog.position_count.step is 'The position shifted right by 22 bits';


create function published.currency_number(code text) returns smallint
    language sql immutable strict parallel safe
    return ((ascii($1) - 65) * 676 + (ascii(substr($1, 2)) - 65) * 26 + ascii(substr($1, 3)) - 65)::smallint;

comment on function published.currency_number(text) is 'Three capital letters as one number';


create function catalog.currency_code(number smallint) returns text
    language sql immutable strict parallel safe
    return chr(65 + $1 / 676) || chr(65 + $1 / 26 % 26) || chr(65 + $1 % 26);

grant execute on function published.currency_number to read_public, read_staff, write_api;


create view catalog.product_as_listed as
select product.id, product.position, price_min, price_max, word_set.number, category_number.number as category,
       length(word_set.title_words)::smallint as title_length,
       published.currency_number(currency) as currency, available,
       (case when deleted_at is not null then 't' when status = 'archived' then 'o' else left(status, 1) end)::"char"
           as status,
       (select coalesce(array_agg(facet.id order by facet.id), '{}')
          from catalog.product_facet
          join catalog.facet using (kind, name, value)
         where product_facet.product_id = product.id) as facets
  from catalog.product
  join catalog.word_set on word_set.id = product.id
  left join catalog.category_number on category_number.id = product.category_id;

comment on view catalog.product_as_listed is 'What catalog.listing is to hold, made anew';

grant select
   on catalog.listing, catalog.searched, catalog.word_set, catalog.word_count, catalog.category_number, catalog.position_count
   to write_api;
