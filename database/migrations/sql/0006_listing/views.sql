-- What readers list products by. Columns that few ask for come from the product itself, and cost nothing unless asked for.

create view staff.listing as
select listing.id, listing.category_id, listing.position, listing.created_at, listing.price_min, listing.price_max,
       listing.currency, listing.status, listing.available, listing.title_length, listing.facets, listing.title_words,
       listing.words, product.slug, product.title_key, product.updated_at
  from catalog.listing
  left join catalog.product on product.id = listing.id;

comment on view staff.listing is 'Products of every status, to be filtered, sorted and counted';


create view published.listing as
select * from staff.listing where status = 'active';

comment on view published.listing is 'Products that customers see, to be filtered, sorted and counted';


create view published.facet as
select id, kind, name, value
  from catalog.facet
 where exists (select
                 from catalog.facet_count
                where category_id = '00000000-0000-0000-0000-000000000000' and facet = facet.id);

comment on view published.facet is 'Tags and options'' values that some public product has';


create view staff.facet as
select id, kind, name, value from catalog.facet;

comment on view staff.facet is 'Tags and options'' values that some product has or had';


create view published.facet_count as
select category_id, facet, currency, available, products
  from catalog.facet_count;

comment on view published.facet_count is 'How many public products there are, by category, facet, currency and availability';

grant select on published.listing, published.facet, published.facet_count to read_public, read_staff, write_api;
grant select on staff.listing, staff.facet                                to read_staff, write_api;
