-- What readers may know of the words: the public those of public products alone, in corrections too.

create view staff.search_word as
select word, products
  from catalog.search_word;

comment on view staff.search_word is 'Words in titles, tags and SKUs, and how many products have each';


create view published.search_word as
select word, public as products
  from catalog.search_word
 where public > 0;

comment on view published.search_word is 'Words in titles, tags and SKUs, and how many public products have each';


-- Readers cannot name what is in the schema of the tables: these are put in its place when a query is planned.
create function published.words(text) returns tsvector
    language sql immutable strict parallel safe
    return to_tsvector('catalog.words', $1);

comment on function published.words(text) is 'The words of a text, as search has them';


create function published.is_like(text, text) returns boolean
    language sql stable strict parallel safe
    -- The collation of the words: with another, no index of theirs would do.
    return $1 operator(catalog.%) ($2 collate "C");

comment on function published.is_like(text, text) is 'Whether two words share many trigrams; an index knows';


create function published.likeness(text, text) returns real
    language sql immutable strict parallel safe
    return catalog.similarity($1, $2);

comment on function published.likeness(text, text) is 'How many trigrams two words share: 0 to 1';


-- Not by reading all products until one has it, as the planner would who takes such words for frequent.
create function staff.has_word(tsquery) returns boolean
    language sql stable strict set enable_seqscan = off set enable_indexscan = off set enable_indexonlyscan = off
    return exists (select from staff.product where deleted_at is null and search @@ $1);

comment on function staff.has_word(tsquery) is 'Whether some product has it, be it in its description';


create function published.has_word(tsquery) returns boolean
    language sql stable strict set enable_seqscan = off set enable_indexscan = off set enable_indexonlyscan = off
    return exists (select from published.product where search @@ $1);

comment on function published.has_word(tsquery) is 'Whether some public product has it, be it in its description';


grant select on published.search_word to read_public, read_staff, write_api;
grant select on staff.search_word     to read_staff, write_api;
grant execute on function published.words, published.is_like, published.likeness, published.has_word
   to read_public, read_staff, write_api;
grant execute on function staff.has_word to read_staff, write_api;


-- What is suggested while a search is being typed.
create index product_active_by_title_words on catalog.product using gin (catalog.title_words(title))
    with (fastupdate = off) where is_public;
create index category_by_title_words on catalog.category using gin (catalog.title_words(title))
    with (fastupdate = off);


create function published.title_beginning(text) returns text
    language sql immutable strict parallel safe
    -- Without a number at its end: 1 may become 10, which has another key.
    return regexp_replace(split_part(catalog.title_sort_key($1), E'\t', 1), '(^| )[0-9]+$', '');

comment on function published.title_beginning(text) is 'What the title_key of titles that begin so begins with';


create view published.suggested_product as
select slug, title, price_range, images -> 0 as image,
       -- For queries only:
       id, position, title_key, catalog.title_words(title) as words
  from published.product;

comment on view published.suggested_product is 'Public products as they are suggested while a search is being typed';


create view published.suggested_category as
select slug, title,
       -- For queries only:
       id, position, catalog.title_sort_key(title) as title_key, catalog.title_words(title) as words
  from catalog.category;

comment on view published.suggested_category is 'Categories as they are suggested while a search is being typed';

grant select on published.suggested_product, published.suggested_category to read_public, read_staff, write_api;
grant execute on function published.title_beginning to read_public, read_staff, write_api;
-- A view calls them with the rights of whoever reads it.
grant execute on function catalog.title_sort_key, catalog.number_key, catalog.title_words to read_public, read_staff;
