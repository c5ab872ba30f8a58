-- The wire format in as few bytes as it needs: whoever reads JSON from a view hands it on as it is.

create or replace function published.money(amount bigint, currency char(3), exponent smallint) returns json
    language sql immutable strict parallel safe
    return ('{"amount":"' || round(amount / 10::numeric ^ exponent, exponent) || '","currency":"' || currency || '"}')::json;


create function published.flat_object(jsonb) returns json
    language sql immutable strict parallel safe
    return (select ('{' || coalesce(string_agg(to_json(key) || ':' || value, ','), '') || '}')::json from jsonb_each($1));

comment on function published.flat_object(jsonb) is 'An object of strings, numbers and booleans as JSON without blanks';


create function published.named(names text[], given text[]) returns json
    language sql immutable strict parallel safe
    return (select ('{' || coalesce(string_agg(to_json(name) || ':' || to_json(value), ',' order by place), '') || '}')::json
              from unnest($1, $2) with ordinality as option (name, value, place));

comment on function published.named(text[], text[]) is 'Options with their values as JSON without blanks';


create function published.instant(timestamptz) returns text
    language sql immutable strict parallel safe
    return replace(to_char($1 at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '.000000Z', 'Z');

comment on function published.instant(timestamptz) is 'A time as RFC 3339 in UTC, as the APIs write it';

grant execute on function published.flat_object, published.named, published.instant
   to read_public, read_staff, write_api;


create or replace view catalog.product_image as
select product_media.product_id, product_media.position, product_media.id,
       (select row_to_json(shown)
          from (select media.sha256 as media,
                       (select '/v1/media/' || media.sha256 || '/' || max(width) || '.jpg'
                          from catalog.media_rendition where media = media.sha256 and format = 'jpg') as url,
                       product_media.alt, media.width, media.height, media.color,
                       (select string_agg('/v1/media/' || media.sha256 || '/' || width || '.webp ' || width || 'w', ', '
                                          order by width)
                          from catalog.media_rendition
                         where media = media.sha256 and format = 'webp') as srcset) as shown) as image
  from catalog.product_media
  join catalog.media on media.sha256 = product_media.media;


create or replace view staff.product as
select product.id, product.slug, product.title, product.description, product.description_html, product.status,
       (select row_to_json(shown)
          from (select category.slug, category.title
                  from catalog.category
                 where category.id = product.category_id) as shown)             as category,
       product.tags,
       published.flat_object(product.attributes)                                as attributes,
       product.options,
       (select array_to_json(array_agg(row_to_json(shown)))
          from (select variant.id, variant.sku, variant.barcode,
                       published.money(variant.price, currency.code, currency.exponent) as price,
                       published.money(variant.compare_at_price, currency.code, currency.exponent) as compare_at_price,
                       variant.stock, variant.backorder, variant.available, variant.weight_grams,
                       published.named(product.options, variant.option_values) as options
                  from catalog.variant
                  join catalog.currency on currency.code = variant.currency
                 where variant.product_id = product.id
                 order by variant.position, variant.id) as shown)               as variants,
       (select row_to_json(shown)
          from (select published.money(product.price_min, currency.code, currency.exponent) as min,
                       published.money(product.price_max, currency.code, currency.exponent) as max
                  from catalog.currency
                 where currency.code = product.currency) as shown)              as price_range,
       product.available,
       (select coalesce(array_to_json(array_agg(image order by product_image.position, product_image.id)), '[]')
          from catalog.product_image
         where product_image.product_id = product.id)                           as images,
       (select row_to_json(shown)
          from (select product.seo_title as title, product.seo_description as description) as shown) as seo,
       product.position, product.revision, product.created_at, product.updated_at, product.deleted_at,
       -- For queries only:
       product.category_id, product.price_min, product.price_max, product.currency::text as currency,
       product.title_key, product.search, product.published_at, product.revision_nonce, product.is_public
  from catalog.product;
