-- PostgreSQL writes a nameless parameter beside named ones as "", which it does not read again: a dump that has such a
-- function cannot be restored, nor can what is made with it. Here they are with names.

create or replace function catalog.is_line(line text, longest integer) returns boolean
    language sql immutable strict parallel safe
    return length($1) <= longest and $1 = btrim($1) and $1 !~ '[[:cntrl:]]';

create or replace function catalog.is_prose(prose text, longest integer) returns boolean
    language sql immutable strict parallel safe
    return length($1) <= longest and $1 !~ '[\u0001-\u0008\u000B\u000C\u000E-\u001F\u007F]';

create or replace function catalog.are_lines(lines text[], longest integer) returns boolean
    language sql immutable strict parallel safe
    return coalesce(array_ndims($1), 1) = 1
       and not exists (select from unnest($1) as item
                        where item is null or item = '' or not catalog.is_line(item, longest));

create or replace function catalog.is_list_of_lines(lines text[], most integer, longest integer) returns boolean
    language sql immutable strict parallel safe
    return cardinality($1) <= most and catalog.are_lines($1, longest)
       and cardinality($1) = (select count(distinct item) from unnest($1) as item);

create or replace function catalog.is_flat_object(object jsonb, longest integer) returns boolean
    language sql immutable strict parallel safe
    -- strict: otherwise an array is looked into and its members are taken for values.
    return jsonb_typeof($1) = 'object' and length($1::text) <= longest
       and not jsonb_path_exists($1, 'strict $.* ? (@.type() == "object" || @.type() == "array" || @.type() == "null")');
