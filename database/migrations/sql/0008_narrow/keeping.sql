-- Keeps what listings read. Numbers change where words do, and only there: an index by a function of the number would not
-- notice other words under the same one.

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

    insert into catalog.category_number (id)
    select distinct category_id
      from catalog.product
     where id = any (of_products) and category_id is not null
       and not exists (select from catalog.category_number as known where known.id = category_id);

    insert into catalog.word_set (id, words, title_words)
    select id, words, title_words
      from catalog.product_words as made
     where id = any (of_products)
       and not exists (select from catalog.word_set as known
                        where known.id = made.id
                          and (known.words, known.title_words) = (made.words, made.title_words));

    -- A statement of its own: the indexes look the words up, and a statement does not see what it inserts.
    perform catalog.renew_rows(of_products);

    delete from catalog.word_set as former
     where id = any (of_products)
       and not exists (select from catalog.listing where listing.number = former.number);
end
$$;

comment on function catalog.renew_listing(uuid[]) is 'Brings the rows of these products, and what counts them, up to date';


create function catalog.renew_rows(of_products uuid[]) returns void
    language sql security definer set search_path = pg_catalog, pg_temp
    set enable_hashjoin = off set enable_mergejoin = off as $$
    with kept as materialized (
             select word_set.id, listing.*
               from catalog.word_set join catalog.listing using (number)
              where id = any (of_products)
         ),
         made as materialized (
             select distinct on (id) * from catalog.product_as_listed
              where id = any (of_products)
              order by id, number desc
         ),
         moved as materialized (
             select made.*, kept.number as former, kept.status = 'a' as was_public
               from made left join kept using (id)
              where (made.position, made.price_min, made.price_max, made.number, made.category, made.title_length,
                     made.currency, made.available, made.status, made.facets)
                    is distinct from
                    (kept.position, kept.price_min, kept.price_max, kept.number, kept.category, kept.title_length,
                     kept.currency, kept.available, kept.status, kept.facets)
         ),
         gone as (
             delete from catalog.listing
              where number in (select number from kept where id not in (select id from made))
         ),
         no_longer_searched as (
             delete from catalog.searched
              where number in (select number from kept
                                where id not in (select id from made where status = 'a'))
         ),
         changed as (
             update catalog.listing
                set (position, price_min, price_max, number, category, title_length, currency, available, status, facets)
                  = row (moved.position, moved.price_min, moved.price_max, moved.number, moved.category,
                         moved.title_length, moved.currency, moved.available, moved.status, moved.facets)
               from moved
              where listing.number = former
         ),
         searched_otherwise as (
             update catalog.searched
                set (position, number, category, title_length, available)
                  = row (moved.position, moved.number, moved.category, moved.title_length, moved.available)
               from moved
              where searched.number = former and moved.status = 'a'
                and (searched.position, searched.number, searched.category, searched.title_length, searched.available)
                    is distinct from
                    (moved.position, moved.number, moved.category, moved.title_length, moved.available)
         ),
         added as (
             insert into catalog.listing
             select position, price_min, price_max, number, category, title_length, currency, available, status, facets
               from moved
              where former is null
         ),
         newly_searched as (
             insert into catalog.searched
             select position, number, category, title_length, available
               from moved
              where status = 'a' and was_public is not true
         ),
         counted as materialized (
             select position, price_min, price_max, category, currency, available, facets, -1 as gain
               from kept
              where status = 'a'
             union all
             select position, price_min, price_max, category, currency, available, facets, 1
               from made
              where status = 'a'
         ),
         placed as (
             merge into catalog.position_count as known
             using (select position >> 22 as step, sum(gain) as gain from counted group by 1 having sum(gain) <> 0)
                   as stepped
                on known.step = stepped.step
              when matched and known.products + gain = 0 then delete
              when matched then update set products = known.products + gain
              when not matched then insert (step, products) values (stepped.step, gain)
         ),
         -- Of products whose words and status stay, nothing is left.
         turned as (
             select number, status, sum(gain) as gain
               from (select number, status, -1 as gain from kept union all select number, status, 1 from made)
                    as turn
              where status <> 't'
              group by number, status
             having sum(gain) <> 0
         ),
         worded as (
             merge into catalog.word_count as known
             using (select word, coalesce(sum(gain) filter (where status = 'a'), 0) as public, sum(gain) as products
                      from turned join catalog.word_set using (number), unnest(tsvector_to_array(words)) as word
                     group by word
                    having sum(gain) <> 0 or sum(gain) filter (where status = 'a') <> 0) as gained
                on known.word = gained.word
              when matched and (known.public + gained.public, known.products + gained.products) = (0, 0) then delete
              when matched then update set public   = known.public   + gained.public,
                                           products = known.products + gained.products
              when not matched then insert (word, public, products)
                   values (gained.word, gained.public, gained.products)
         )
    merge into catalog.facet_count as known
    using (select scope, facet, catalog.currency_code(currency) as currency, available, sum(gain) as gain
             from counted
             left join catalog.category_number on category_number.number = category,
                  unnest(array[category_number.id, '00000000-0000-0000-0000-000000000000']) as scope,
                  unnest(catalog.counted_facets(facets, price_min, price_max)) as facet
            where price_min is not null and scope is not null
            group by scope, facet, currency, available
           having sum(gain) <> 0) as counted
       on known.category_id = scope and known.facet = counted.facet
          and known.currency = counted.currency and known.available = counted.available
     when matched and known.products + gain = 0 then delete
     when matched then update set products = known.products + gain
     when not matched then insert (category_id, facet, currency, available, products)
          values (scope, counted.facet, counted.currency, counted.available, gain)
$$;


-- So many at once: a statement that changes all products of a shop compares a few with a few.
create or replace function catalog.keep_listing() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    at_once constant integer := 500;
    touched uuid[];
begin
    if tg_op = 'DELETE' then
        select array_agg(id) into touched from leaving;
    else
        -- An id that was changed too is in another row's past: keep_history refuses it.
        select array_agg(id) into touched from entered;
    end if;
    for place in 1 .. coalesce(cardinality(touched), 0) by at_once loop
        perform catalog.renew_listing(touched[place : place + at_once - 1]);
        perform catalog.renew_documents(touched[place : place + at_once - 1]);
    end loop;
    return null;
end
$$;
