-- What the staff may see: everything, drafts, trash and history. Column names are the names on the wire; JSON is
-- of type json, which keeps the order of keys. Whatever a row does not need is a subquery, so that a listing
-- computes it for the rows that it shows and for no others.

create view catalog.product_image as
select product_media.product_id, product_media.position, product_media.id,
       json_build_object(
           'media',  media.sha256,
           'url',    (select '/v1/media/' || media.sha256 || '/' || max(width) || '.jpg'
                        from catalog.media_rendition where media = media.sha256 and format = 'jpg'),
           'alt',    product_media.alt,
           'width',  media.width,
           'height', media.height,
           'color',  media.color,
           'srcset', (select string_agg('/v1/media/' || media.sha256 || '/' || width || '.webp ' || width || 'w', ', '
                                        order by width)
                        from catalog.media_rendition where media = media.sha256 and format = 'webp')
       ) as image
  from catalog.product_media
  join catalog.media on media.sha256 = product_media.media;

comment on view catalog.product_image is 'The pictures of products as JSON, for the views of products and categories';


create view staff.product as
select product.id, product.slug, product.title, product.description, product.description_html, product.status,
       (select json_build_object('slug', category.slug, 'title', category.title)
          from catalog.category
         where category.id = product.category_id)                               as category,
       product.tags,
       product.attributes::json                                                 as attributes,
       product.options,
       (select json_agg(json_build_object(
                   'id',               variant.id,
                   'sku',              variant.sku,
                   'barcode',          variant.barcode,
                   'price',            published.money(variant.price, currency.code, currency.exponent),
                   'compare_at_price', published.money(variant.compare_at_price, currency.code, currency.exponent),
                   'stock',            variant.stock,
                   'backorder',        variant.backorder,
                   'available',        variant.available,
                   'weight_grams',     variant.weight_grams,
                   'options',          (select coalesce(json_object_agg(name, value order by place), '{}')
                                          from unnest(product.options, variant.option_values)
                                               with ordinality as option (name, value, place))
               ) order by variant.position, variant.id)
          from catalog.variant
          join catalog.currency on currency.code = variant.currency
         where variant.product_id = product.id)                                 as variants,
       (select json_build_object(
                   'min', published.money(product.price_min, currency.code, currency.exponent),
                   'max', published.money(product.price_max, currency.code, currency.exponent))
          from catalog.currency
         where currency.code = product.currency)                                as price_range,
       product.available,
       (select coalesce(json_agg(image order by product_image.position, product_image.id), '[]')
          from catalog.product_image
         where product_image.product_id = product.id)                                   as images,
       json_build_object('title', product.seo_title, 'description', product.seo_description) as seo,
       product.position, product.revision, product.created_at, product.updated_at, product.deleted_at,
       -- For queries only:
       product.category_id, product.price_min, product.price_max, product.currency::text as currency,
       product.title_key, product.search, product.published_at, product.revision_nonce, product.is_public
  from catalog.product;

comment on view staff.product is 'Products of every status, the trash included';


create view staff.category as
select category.id, category.slug, category.title, category.description,
       (select parent.slug from catalog.category as parent where parent.id = category.parent_id) as parent,
       category.parent_id, category.position, category.product_count,
       (select image
          from catalog.product_image
         where product_image.product_id = category.lead_product_id
         order by product_image.position, product_image.id
         limit 1)                                                                               as image,
       category.revision, category.revision_nonce, category.created_at, category.updated_at
  from catalog.category;

comment on view staff.category is 'Categories with the number of their active products';


create view staff.revision_log as
select number, nonce, at, actor, reason, request_id, idempotency_key
  from catalog.revision_log;

comment on view staff.revision_log is 'Every revision: who made it, when and why';


create view staff.change as
select revision, entity, id, action, before, after
  from catalog.change;

comment on view staff.change is 'What each revision did to each row';


grant select on all tables in schema staff to read_staff, write_api;
