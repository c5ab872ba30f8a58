-- What customers were asked to pay, and when: a price counts while its product was public.

-- Between two changes a thing was what the later one found; since the last it is what it is now. Between a deletion and its
-- undoing it was not there.
create view catalog.price_span as
select variant.id, variant.product_id, span.during, span.price
  from catalog.variant
 cross join lateral (
       with step as (
           select log.number, log.at, change.before
             from catalog.change
             join catalog.revision_log as log on log.number = change.revision
            where change.entity = 'variant' and change.id = variant.id::text
              and change.before -> 'price' is distinct from change.after -> 'price'
       )
       select tstzrange(since, at) as during, (before ->> 'price')::bigint as price
         from (select before, at, lag(at) over (order by number) as since from step) as found
        where before is not null
        union all
       select tstzrange((select max(at) from step), null), variant.price) as span
 where variant.deleted_at is null;

create view catalog.public_span as
select product.id, span.during
  from catalog.product
 cross join lateral (
       with step as (
           select log.number, log.at, change.before
             from catalog.change
             join catalog.revision_log as log on log.number = change.revision
            where change.entity = 'product' and change.id = product.id::text
              and change.before -> 'is_public' is distinct from change.after -> 'is_public'
       )
       select tstzrange(since, at) as during
         from (select before, at, lag(at) over (order by number) as since from step) as found
        where before @> '{"is_public": true}'
        union all
       select tstzrange((select max(at) from step), null)) as span
 where product.is_public;


create view published.charged as
select price.product_id, price.id as variant_id, price.during * shown.during as during,
       published.money(price.price, currency.code, currency.exponent) as price, price.price as minor_units,
       lower(price.during) as priced_at
  from catalog.price_span as price
  join catalog.public_span as shown on shown.id = price.product_id and shown.during && price.during
  join catalog.product on product.id = price.product_id
  join catalog.currency on currency.code = product.currency;

comment on view published.charged is 'What customers were asked to pay for each variant of a public product, and when';

grant select on published.charged to read_public, read_staff, write_api;
