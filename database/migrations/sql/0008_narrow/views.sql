-- What readers list products by. A column that comes from elsewhere costs nothing unless it is asked for.

create view staff.listed as
select listing.number, listing.position, listing.category, listing.price_min, listing.price_max, listing.currency,
       listing.status, listing.available, listing.title_length, listing.facets,
       word_set.id, word_set.words as search, word_set.title_words as title, array[listing.category] as categories,
       catalog.words_in_set(listing.number) as words, catalog.title_words_in_set(listing.number) as title_words
  from catalog.listing
  left join catalog.word_set on word_set.number = listing.number;

comment on view   staff.listed             is 'Products of every status, to be filtered, sorted and counted';
comment on column staff.listed.search      is 'All words, to be matched in rows that were found';
comment on column staff.listed.title       is 'The title''s words, likewise';
comment on column staff.listed.words       is 'All words, to find rows by an index';
comment on column staff.listed.title_words is 'The title''s words, likewise';
comment on column staff.listed.categories  is 'The category, to find rows by the same index';


create view published.listed as
select * from staff.listed where status = 'a';

comment on view published.listed is 'Products that customers see, to be filtered, sorted and counted';


create view published.searched as
select searched.number, searched.position, searched.category, searched.available, searched.title_length,
       word_set.id, word_set.words as search, word_set.title_words as title, array[searched.category] as categories,
       catalog.words_in_set(searched.number) as words, catalog.title_words_in_set(searched.number) as title_words
  from catalog.searched
  left join catalog.word_set on word_set.number = searched.number;

comment on view published.searched is 'The same products in narrower rows, to be searched';


create view published.category_number as
select number, id from catalog.category_number;

comment on view published.category_number is 'The numbers that stand for categories in listed products';


create view staff.word_count as
select word, products from catalog.word_count where products > 0;

comment on view staff.word_count is 'How many products a search for a word finds, be it in descriptions';


create view published.word_count as
select word, public as products from catalog.word_count where public > 0;

comment on view published.word_count is 'How many public products a search for a word finds, be it in descriptions';


create view published.position_count as
select step, products from catalog.position_count;

comment on view published.position_count is 'How many public products there are by step of position';

grant select
   on published.listed, published.searched, published.category_number, published.word_count, published.position_count
   to read_public, read_staff, write_api;
grant select on staff.listed, staff.word_count to read_staff, write_api;


-- As read-api before this migration reads them. It may go when none of those runs any more.
create or replace view staff.listing as
select product.id, product.category_id, product.position, product.created_at, product.price_min, product.price_max,
       product.currency::text as currency,
       case when product.deleted_at is null then product.status else 'trashed' end as status,
       product.available, listing.title_length, listing.facets, catalog.title_words_in_set(listing.number) as title_words,
       catalog.words_in_set(listing.number) as words, product.slug, product.title_key, product.updated_at
  from catalog.listing
  join catalog.word_set on word_set.number = listing.number
  join catalog.product on product.id = word_set.id;

create or replace view published.listing as
select product.id, product.category_id, product.position, product.created_at, product.price_min, product.price_max,
       product.currency::text as currency, product.status, product.available, listing.title_length, listing.facets,
       catalog.title_words_in_set(listing.number) as title_words, catalog.words_in_set(listing.number) as words, product.slug,
       product.title_key, product.updated_at
  from catalog.listing
  join catalog.word_set on word_set.number = listing.number
  join catalog.product on product.id = word_set.id
 where listing.status = 'a' and product.is_public;

comment on view staff.listing     is 'staff.listed as it was before';
comment on view published.listing is 'published.listed as it was before';
