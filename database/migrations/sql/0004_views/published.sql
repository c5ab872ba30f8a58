-- What the public may see. What is public is decided by product.is_public and nowhere else.

create view published.product as
select id, slug, title, description, description_html, status, category, tags, attributes, options, variants,
       price_range, available, images, seo, position, revision, created_at, updated_at,
       -- For queries only:
       category_id, price_min, price_max, currency, title_key, search, published_at, revision_nonce
  from staff.product
 where is_public;

comment on view published.product is 'Products that customers see';


create view published.category as
select * from staff.category;

comment on view published.category is 'Categories with the number of their products';


-- A product that went back to being a draft is not among the withdrawn: its title and slug may be new ones, which
-- are not public yet.
create view published.withdrawn as
select id, slug, title
  from catalog.product
 where published_at is not null and status <> 'draft' and not is_public;

comment on view published.withdrawn is 'Products that customers saw once and see no more';


create view published.slug_history as
select slug_history.slug, slug_history.product_id, product.slug as current_slug,
       case when product.is_public then 'moved' else 'withdrawn' end as state
  from catalog.slug_history
  join catalog.product on product.id = slug_history.product_id
 where product.status <> 'draft'
   and not exists (select
                     from catalog.product as living
                    where living.slug = slug_history.slug and living.is_public);

comment on view published.slug_history is 'Where a former slug leads; a slug in use is not among them';


create view published.media_rendition as
select media, width, format, content_type, bytes
  from catalog.media_rendition;

comment on view published.media_rendition is 'Pictures; whoever knows the address may see one';


create view published.setting as
select key, value, revision, revision_nonce
  from catalog.setting;

comment on view published.setting is 'Name, currency, locale and the like, of the shop';


create view published.currency as
select code::text as code, exponent
  from catalog.currency;

comment on view published.currency is 'ISO 4217 codes with the number of decimal places of their amounts';


create view published.revision as
select number, nonce, at
  from catalog.revision;

comment on view published.revision is 'The newest revision of the catalog: one row';


create view published.revision_log as
select number, nonce, at
  from catalog.revision_log;

comment on view published.revision_log is 'Every revision, without who made it';


grant select on all tables in schema published to read_public, read_staff, write_api;
