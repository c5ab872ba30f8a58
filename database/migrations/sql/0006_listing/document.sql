-- Public products as they go over the wire, made when they are written: a listing only gathers them.

create table catalog.product_document (
    id       uuid primary key,
    document json not null
);

comment on table catalog.product_document is 'Each public product in the wire format; kept by product';


create view catalog.product_as_document as
select product.id,
       (select row_to_json(shown)
          from (select product.id, product.slug, product.title, product.description, product.description_html,
                       product.status, product.category, product.tags, product.attributes, product.options,
                       product.variants, product.price_range, product.available, product.images, product.seo,
                       product.position, product.revision,
                       published.instant(product.created_at) as created_at,
                       published.instant(product.updated_at) as updated_at) as shown) as document
  from published.product
 -- A new product has no variant yet: the next statement brings one.
 where product.price_min is not null;

comment on view catalog.product_as_document is 'What catalog.product_document is to hold, made anew';


create function catalog.renew_documents(of_products uuid[]) returns void
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    with made as materialized (select * from catalog.product_as_document where id = any (of_products)),
         gone as (
             delete from catalog.product_document where id = any (of_products) and id not in (select id from made)
         )
    insert into catalog.product_document (id, document)
    select id, document from made
    on conflict (id) do update set document = excluded.document;
end
$$;


create function catalog.rebuild_documents() returns void
    language sql security definer set search_path = pg_catalog, pg_temp as $$
    lock table catalog.product_document in share row exclusive mode;
    delete from catalog.product_document;
    insert into catalog.product_document (id, document) select id, document from catalog.product_as_document
$$;

comment on function catalog.rebuild_documents() is 'Makes all documents anew, as after a load without triggers';


create view published.product_document as
select id, document
  from catalog.product_document;

comment on view published.product_document is 'Each product of published.product in one piece, in the wire format';

grant select on catalog.product_document to write_api;
grant select on published.product_document to read_public, read_staff, write_api;
