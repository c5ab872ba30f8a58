create or replace function catalog.rebuild_listing() returns void
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    -- Writers wait here when they come to renew, in their own order; readers go on with the rows as they were.
    lock table catalog.facet, catalog.category_number, catalog.word_set, catalog.listing, catalog.searched,
               catalog.position_count, catalog.word_count, catalog.facet_count
        in share row exclusive mode;
    delete from catalog.facet_count;
    delete from catalog.position_count;
    delete from catalog.word_count;
    delete from catalog.searched;
    delete from catalog.listing;
    delete from catalog.word_set;
    delete from catalog.facet;
    insert into catalog.facet (kind, name, value)
    select distinct kind, name, value from catalog.product_facet order by kind, name, value;
    insert into catalog.category_number (id)
    select distinct category_id from catalog.product where category_id is not null
    except
    select id from catalog.category_number;
    -- In the order of categories, so that products which are asked for together lie together.
    insert into catalog.word_set (id, words, title_words)
    select id, words, title_words from catalog.product_words order by category_id, position, id;
    insert into catalog.listing
    select position, price_min, price_max, number, category, title_length, currency, available, status, facets
      from catalog.product_as_listed
     order by number;
    insert into catalog.searched
    select position, number, category, title_length, available from catalog.listing where status = 'a' order by number;
    -- Words that begin alike are looked up together.
    insert into catalog.word_count (word, public, products)
    select word, count(*) filter (where status = 'a'), count(*)
      from catalog.listing join catalog.word_set using (number), unnest(tsvector_to_array(words)) as word
     where status <> 't'
     group by word
     order by word;
    insert into catalog.position_count (step, products)
    select position >> 22, count(*) from catalog.listing where status = 'a' group by 1;
    insert into catalog.facet_count (category_id, facet, currency, available, products)
    select scope, facet, catalog.currency_code(currency), available, count(*)
      from catalog.listing
      left join catalog.category_number on category_number.number = category,
           unnest(array[category_number.id, '00000000-0000-0000-0000-000000000000']) as scope,
           unnest(catalog.counted_facets(facets, price_min, price_max)) as facet
     where status = 'a' and price_min is not null and scope is not null
     group by scope, facet, currency, available;
end
$$;

-- A million products take minutes.
set local statement_timeout = '1h';
select catalog.rebuild_listing();

-- Documents as other services and caches know them stay; cursors of a search by relevance do not.
select catalog.take_revision();
