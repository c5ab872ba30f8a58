-- Keeps what is derived of products for listings. Whatever shows in a product touches it, so its triggers are enough.

-- The few rows of a write are looked up one by one, whatever the planner thinks of their number.
create function catalog.renew_listing(of_products uuid[]) returns void
    language plpgsql security definer set search_path = pg_catalog, pg_temp
    set enable_hashjoin = off set enable_mergejoin = off as $$
begin
    insert into catalog.facet (kind, name, value)
    select distinct kind, name, value
      from catalog.product_facet
     where product_id = any (of_products)
       and not exists (select from catalog.facet as known
                        where (known.kind, known.name, known.value)
                              = (product_facet.kind, product_facet.name, product_facet.value));

    with kept as materialized (select * from catalog.listing where id = any (of_products)),
         made as materialized (select * from catalog.product_as_listed where id = any (of_products)),
         gone as (
             delete from catalog.listing where id in (select id from kept except select id from made)
         ),
         renewed as (
             insert into catalog.listing
             select made.* from made left join kept using (id) where made is distinct from kept
             on conflict (id) do update
                set (category_id, position, created_at, price_min, price_max, currency, status, available,
                     title_length, facets, title_words, words)
                  = row (excluded.category_id, excluded.position, excluded.created_at, excluded.price_min,
                         excluded.price_max, excluded.currency, excluded.status, excluded.available,
                         excluded.title_length, excluded.facets, excluded.title_words, excluded.words)
         )
    merge into catalog.facet_count as known
    using (select scope, facet, currency, available, sum(gain) as gain
             from (select kept.*, -1 from kept union all select made.*, 1 from made)
                  as moved (id, category_id, position, created_at, price_min, price_max, currency, status, available,
                            title_length, facets, title_words, words, gain),
                  unnest(array[category_id, '00000000-0000-0000-0000-000000000000']) as scope,
                  unnest(catalog.counted_facets(facets, price_min, price_max)) as facet
            where status = 'active' and price_min is not null and scope is not null
            group by scope, facet, currency, available
           having sum(gain) <> 0) as counted
       on known.category_id = scope and known.facet = counted.facet
          and known.currency = counted.currency and known.available = counted.available
     when matched and known.products + gain = 0 then delete
     when matched then update set products = known.products + gain
     when not matched then insert (category_id, facet, currency, available, products)
          values (scope, counted.facet, counted.currency, counted.available, gain);
end
$$;

comment on function catalog.renew_listing(uuid[]) is 'Brings the rows of these products, and what counts them, up to date';


-- Once for all rows of a statement: an import renews its products once and not one by one.
create function catalog.keep_listing() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    touched uuid[];
begin
    if tg_op = 'DELETE' then
        select array_agg(id) into touched from leaving;
    else
        -- An id that was changed too is in another row's past: keep_history refuses it.
        select array_agg(id) into touched from entered;
    end if;
    if touched is not null then
        perform catalog.renew_listing(touched);
        perform catalog.renew_documents(touched);
    end if;
    return null;
end
$$;

create trigger keep_listing_insert after insert on catalog.product
    referencing new table as entered
    for each statement execute function catalog.keep_listing();
create trigger keep_listing_update after update on catalog.product
    referencing new table as entered
    for each statement execute function catalog.keep_listing();
create trigger keep_listing_delete after delete on catalog.product
    referencing old table as leaving
    for each statement execute function catalog.keep_listing();


create function catalog.rebuild_listing() returns void
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    -- Writers wait here when they come to renew; readers go on with the rows as they were.
    lock table catalog.listing, catalog.facet, catalog.facet_count in share row exclusive mode;
    delete from catalog.facet_count;
    delete from catalog.listing;
    delete from catalog.facet;
    insert into catalog.facet (kind, name, value)
    select distinct kind, name, value from catalog.product_facet order by kind, name, value;
    -- In the order of categories, so that products which are asked for together lie together.
    insert into catalog.listing select * from catalog.product_as_listed order by category_id, position, id;
    insert into catalog.facet_count (category_id, facet, currency, available, products)
    select scope, facet, currency, available, count(*)
      from catalog.listing,
           unnest(array[category_id, '00000000-0000-0000-0000-000000000000']) as scope,
           unnest(catalog.counted_facets(facets, price_min, price_max)) as facet
     where status = 'active' and price_min is not null and scope is not null
     group by scope, facet, currency, available;
end
$$;

comment on function catalog.rebuild_listing() is 'Makes listing, facets and counts anew, as after a load without triggers';

select catalog.rebuild_listing(), catalog.rebuild_documents();
