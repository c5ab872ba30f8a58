-- The rows of million.py: every choice is a hash of the row's number, the seed and what is chosen.

select catalog.take_revision();

create function pg_temp.chance(n bigint, choice integer) returns double precision
    language sql immutable parallel safe
    return (hashint8extended(n, %(seed)s * 1000 + choice) & 9007199254740991) / 9007199254740992.0;

-- Of the ranks 0 to most - 1, as 1 / (rank + shift).
create function pg_temp.rank(chance double precision, most integer, shift double precision) returns integer
    language sql immutable parallel safe
    return least(most - 1, floor(shift * power((most + shift) / shift, chance) - shift)::integer);

create function pg_temp.name(kind integer, n bigint) returns uuid
    language sql immutable parallel safe
    return (lpad(to_hex(1700000000000 + n), 12, '0') || '7' || lpad(to_hex(kind), 3, '0') || '8'
            || lpad(to_hex(n), 15, '0'))::uuid;

insert into catalog.category (id, slug, title, description, parent_id, position, created_at, updated_at,
                              revision, revision_nonce)
select pg_temp.name(1, rank), lower(word) || '-' || rank, word, '', pg_temp.name(1, parent), (rank + 1) * 1024, at, at,
       number, nonce
  from place
  join lateral (select word from noun where noun.rank = place.rank * 8) as noun on true,
       catalog.revision
 order by rank;

insert into catalog.media (sha256, content_type, width, height, color, original)
select encode(sha256(n::text::bytea), 'hex'), 'image/jpeg', 1600, 1200, '#c9b8a4', ''
  from generate_series(1, 40) as n;

insert into catalog.media_rendition (media, width, format, content_type, bytes)
select sha256, size, format, type, ''
  from catalog.media,
       (values (320, 'webp', 'image/webp'), (640, 'webp', 'image/webp'), (1600, 'webp', 'image/webp'),
               (1600, 'jpg', 'image/jpeg')) as rendition (size, format, type);

create temporary table made on commit drop as
select n, place, modifiers,
       case when chance_of_options < 0.45 then '{}'
            when chance_of_options < 0.70 then '{Glaze}'
            when chance_of_options < 0.85 then '{Size}'
            when chance_of_options < 0.95 then '{Colour}'
            else '{Glaze,Size}' end::text[]                                         as options,
       case when chance_of_options < 0.45 then 1
            else 1 + floor(pg_temp.chance(n, 2) * 4)::integer end                  as variants,
       -- A long tail: most cost some tens, a few thousands.
       round(exp(8.2 + 0.9 * sqrt(-2 * ln(1 - pg_temp.chance(n, 3))) * cos(2 * pi() * pg_temp.chance(n, 4)))
             / 50)::bigint * 50 + 90                                               as price,
       pg_temp.chance(n, 5) < 0.8                                                  as in_stock
  from generate_series(1, %(count)s) as n,
       lateral (select pg_temp.rank(pg_temp.chance(n, 6), 200, 5)      as place,
                       1 + floor(pg_temp.chance(n, 7) * 4)::integer    as modifiers,
                       pg_temp.chance(n, 8)                            as chance_of_options) as chosen;

insert into catalog.product (id, slug, title, description, description_html, status, category_id, tags, attributes,
                             options, position, currency, price_min, price_max, available, has_image, skus,
                             published_at, created_at, updated_at, revision, revision_nonce)
select pg_temp.name(2, n), lower(noun.word) || '-' || n, title, description, '<p>' || description || '</p>', status,
       pg_temp.name(1, place), tags, jsonb_build_object('height', n %% 40, 'clay', noun.word),
       options, n * 1024, 'EUR', price, price + (variants - 1) * 500, in_stock,
       pg_temp.chance(n, 10) < 0.9, case when n %% 50 = 0 then array['SKU-' || n] else '{}' end,
       case when status = 'active' then at end, at - (n %% 100000) * interval '1 minute', at, number, nonce
  from made
  join modifier as first  on first.rank  = pg_temp.rank(pg_temp.chance(n, 11), 3500, 10)
  join modifier as second on second.rank = pg_temp.rank(pg_temp.chance(n, 12), 3500, 10)
  join modifier as third  on third.rank  = pg_temp.rank(pg_temp.chance(n, 13), 3500, 10)
  join modifier as fourth on fourth.rank = pg_temp.rank(pg_temp.chance(n, 14), 3500, 10)
  join noun               on noun.rank   = place * 8 + pg_temp.rank(pg_temp.chance(n, 15), 8, 1)
  join phrase as one      on one.rank    = floor(pg_temp.chance(n, 16) * 20000)::integer
  join phrase as two      on two.rank    = floor(pg_temp.chance(n, 17) * 20000)::integer
  join phrase as three    on three.rank  = floor(pg_temp.chance(n, 18) * 20000)::integer
  join phrase as four     on four.rank   = floor(pg_temp.chance(n, 19) * 20000)::integer
  join phrase as five     on five.rank   = floor(pg_temp.chance(n, 20) * 20000)::integer
  join tag_set            on tag_set.rank = floor(pg_temp.chance(n, 21) * 4000)::integer,
       catalog.revision,
       lateral (select concat_ws(' ', first.word,
                                 case when modifiers > 1 then second.word end,
                                 case when modifiers > 2 then third.word end,
                                 case when modifiers > 3 then fourth.word end,
                                 noun.word, case when n %% 10 = 0 then n %% 97 end)         as title,
                       concat_ws(' ', one.words, two.words, three.words,
                                 case when n %% 3 > 0 then four.words end,
                                 case when n %% 3 > 1 then five.words end)                  as description,
                       case when pg_temp.chance(n, 9) < 0.85 then 'active'
                            when pg_temp.chance(n, 9) < 0.95 then 'draft'
                            else 'archived' end                                            as status) as told
 order by n;

insert into catalog.variant (id, product_id, position, sku, price, currency, stock, option_values)
select pg_temp.name(3, n * 4 + i - 1), pg_temp.name(2, n), i * 1024,
       case when n %% 50 = 0 and i = 1 then 'SKU-' || n end, price + (i - 1) * 500, 'EUR',
       case when in_stock then nullif(1 + (n + i) %% 50, 50) else 0 end,
       case options
           when '{Glaze}' then array[glazes[1 + (n + i) %% 12]]
           when '{Size}' then array[sizes[i]]
           when '{Colour}' then array[colours[1 + (n + i) %% 16]]
           when '{Glaze,Size}' then array[glazes[1 + n %% 12], sizes[i]]
           else '{}' end
  from made,
       lateral generate_series(1, variants) as i,
       (values ('{Celadon,Tenmoku,Shino,Raku,Ash,Copper,Salt,Cobalt,Iron,Oribe,Chun,Nuka}'::text[],
                '{S,M,L,XL}'::text[],
                '{Red,Blue,Green,White,Black,Grey,Brown,Yellow,Pink,Teal,Navy,Olive,Sand,Rust,Plum,Mint}'::text[]))
       as value (glazes, sizes, colours);

insert into catalog.product_media (id, product_id, media, position, alt)
select pg_temp.name(4, n), pg_temp.name(2, n), encode(sha256((1 + n %% 40)::text::bytea), 'hex'), 1024, ''
  from made
 where pg_temp.chance(n, 10) < 0.9;

update catalog.category
   set product_count = counted.products, lead_product_id = counted.lead
  from (select category_id, count(*) as products,
               (array_agg(id order by position, id) filter (where has_image))[1] as lead
          from catalog.product
         where is_public
         group by category_id) as counted
 where category.id = counted.category_id;
