-- What counts as clean text, and how it is searched and sorted.

create function catalog.is_line(text, longest integer) returns boolean
    language sql immutable strict parallel safe
    return length($1) <= longest and $1 = btrim($1) and $1 !~ '[[:cntrl:]]';

comment on function catalog.is_line(text, integer) is
    'One line: no control characters, no space at its ends, at most so many characters';


create function catalog.is_prose(text, longest integer) returns boolean
    language sql immutable strict parallel safe
    return length($1) <= longest and $1 !~ '[\u0001-\u0008\u000B\u000C\u000E-\u001F\u007F]';

comment on function catalog.is_prose(text, integer) is
    'Lines and tabs, but no other control characters, at most so many characters';


create function catalog.is_slug(text) returns boolean
    language sql immutable strict parallel safe
    return length($1) <= 200 and $1 ~ '^[a-z0-9]+(-[a-z0-9]+)*$';

comment on function catalog.is_slug(text) is 'Lower-case words of a URL joined by hyphens: blue-mug-2';


create function catalog.are_lines(text[], longest integer) returns boolean
    language sql immutable strict parallel safe
    return coalesce(array_ndims($1), 1) = 1
       and not exists (select from unnest($1) as item
                        where item is null or item = '' or not catalog.is_line(item, longest));

comment on function catalog.are_lines(text[], integer) is 'Lines, none of them empty or null';


create function catalog.is_list_of_lines(text[], most integer, longest integer) returns boolean
    language sql immutable strict parallel safe
    return cardinality($1) <= most and catalog.are_lines($1, longest)
       and cardinality($1) = (select count(distinct item) from unnest($1) as item);

comment on function catalog.is_list_of_lines(text[], integer, integer) is
    'At most so many lines, none of them empty, null or there twice';


create function catalog.is_flat_object(jsonb, longest integer) returns boolean
    language sql immutable strict parallel safe
    -- strict: otherwise an array is looked into and its members are taken for values.
    return jsonb_typeof($1) = 'object' and length($1::text) <= longest
       and not jsonb_path_exists($1, 'strict $.* ? (@.type() == "object" || @.type() == "array" || @.type() == "null")');

comment on function catalog.is_flat_object(jsonb, integer) is 'An object of strings, numbers and booleans';


create function catalog.is_gtin(text) returns boolean
    language sql immutable strict parallel safe
    return case when $1 ~ '^(\d{8}|\d{12,14})$' then (
               select sum(digit::integer * case when place % 2 = 1 then 1 else 3 end) % 10 = 0
                 from regexp_split_to_table(reverse($1), '') with ordinality as read (digit, place)
           ) else false end;

comment on function catalog.is_gtin(text) is
    'A GTIN-8, -12, -13 or -14 whose check digit is right (GS1 General Specifications, 7.9)';


create function catalog.paragraphs(text) returns text
    language sql immutable strict parallel safe
    return case when $1 ~ '\S' then '<p>' || regexp_replace(
               replace(replace(replace(replace(btrim($1, E' \t\r\n'),
                   '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), '"', '&quot;'),
               '\r?\n\s*\n', E'</p>\n<p>', 'g') || '</p>' else '' end;

comment on function catalog.paragraphs(text) is 'Plain text as safe HTML: what stands between empty lines is a paragraph';


-- Words are compared without case and accents, and not stemmed: a shop's words are of any language.
create text search configuration catalog.words (copy = pg_catalog.simple);
alter text search configuration catalog.words
    alter mapping for asciiword, asciihword, hword_asciipart, word, hword, hword_part
    with catalog.unaccent, pg_catalog.simple;


create function catalog.sort_key(text) returns text
    language sql immutable strict parallel safe
    return lower(catalog.unaccent('catalog.unaccent'::regdictionary, $1));

comment on function catalog.sort_key(text) is 'What titles are sorted by: without case and accents';


create function catalog.search_document(title text, tags text[], skus text[], description text) returns tsvector
    language sql immutable strict parallel safe
    return setweight(to_tsvector('catalog.words', title), 'A')
        || setweight(to_tsvector('catalog.words', array_to_string(tags || skus, ' ')), 'B')
        || setweight(to_tsvector('catalog.words', description), 'D');


create function published.search_query(text) returns tsquery
    language sql immutable strict parallel safe
    return (select string_agg('''' || replace(replace(lexeme, '\', '\\'), '''', '''''') || ''':*', ' & ')::tsquery
              from unnest(to_tsvector('catalog.words', $1)));

comment on function published.search_query(text) is
    'Every word must be there, each may be the beginning of one; null when there is no word';

grant execute on function published.search_query(text) to read_public, read_staff, write_api;

-- Constraints and generated columns are computed with the rights of whoever writes.
grant execute
   on function catalog.is_line, catalog.is_prose, catalog.is_slug, catalog.are_lines, catalog.is_list_of_lines,
               catalog.is_flat_object, catalog.is_gtin, catalog.sort_key, catalog.search_document
   to write_api;
