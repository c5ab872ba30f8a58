-- How titles are sorted, and SKUs found by any of their parts.

create function catalog.number_key(text) returns text
    language sql immutable strict parallel safe
    -- A longer number is a greater one, so its length comes first: 9 is 0019, 10 is 00210.
    return (select string_agg(case when part ~ '^[0-9]' then lpad(length(digits)::text, 3, '0') || digits else part end, ''
                              order by place)
              from regexp_matches($1, '[0-9]+|[^0-9]+', 'g') with ordinality as found (parts, place),
                   lateral (select parts[1], coalesce(nullif(ltrim(parts[1], '0'), ''), '0')) as as_read (part, digits));

comment on function catalog.number_key(text) is 'Text whose numbers of any length sort by their value';


-- What a person reads over when looking for a place in a list is left out; it decides only between titles that are
-- alike without it. The cuts keep the key within what an index can hold, whatever letters it has.
create function catalog.title_sort_key(text) returns text
    language sql immutable strict parallel safe
    return (select left(case when letters ~ '[0-9]' then catalog.number_key(letters) else letters end, 250)
              from btrim(regexp_replace(
                       lower(catalog.unaccent('catalog.unaccent'::regdictionary, normalize($1, nfkc))),
                       '[^[:alnum:]]+', ' ', 'g')) as letters)
        || E'\t' || left($1, 200);

comment on function catalog.title_sort_key(text) is
    'What titles are sorted by: letters without case and accents, numbers by their value, then the title as it is';


create function catalog.sku_parts(skus text[]) returns text
    language sql immutable strict parallel safe
    return regexp_replace(array_to_string($1, ' '), '[^[:alnum:]]+', ' ', 'g');

comment on function catalog.sku_parts(text[]) is
    'MUG-01-CEL as mug, 01 and cel: by itself the parser takes -01 for a negative number';


create function catalog.product_search(title text, tags text[], skus text[], description text) returns tsvector
    language sql immutable strict parallel safe
    return setweight(to_tsvector('catalog.words', title), 'A')
        || setweight(to_tsvector('catalog.words', array_to_string(tags || skus || catalog.sku_parts(skus), ' ')), 'B')
        || setweight(to_tsvector('catalog.words', description), 'D');


create function catalog.title_words(title text) returns tsvector
    language sql immutable strict parallel safe
    return to_tsvector('catalog.words', title);


grant execute
   on function catalog.number_key, catalog.title_sort_key, catalog.sku_parts, catalog.product_search, catalog.title_words
   to write_api;


-- One statement, so that the table is written anew once.
alter table catalog.product
    alter column title_key set expression as (catalog.title_sort_key(title)),
    alter column search    set expression as (catalog.product_search(title, tags, skus, description));

drop function catalog.sort_key(text);
drop function catalog.search_document(text, text[], text[], text);

-- Listings in the old order are cached by revision.
select catalog.take_revision();
