-- The words by which products are found: what a misspelt one may have meant, and how a begun one may go on.
-- It is derived from the products as an index is: no writer writes it, and it is no part of a revision.

create extension pg_trgm schema catalog;


create table catalog.search_word (
    word     text    not null collate "C" primary key,
    public   integer not null,
    products integer not null
) with (fillfactor = 80);

comment on table  catalog.search_word          is 'The words in titles, tags and SKUs; kept by product';
comment on column catalog.search_word.public   is 'How many public products have it';
comment on column catalog.search_word.products is 'How many products have it that are not in the trash';

-- The counts are in no index, so that a change of them writes none. What has digits is not guessed at.
create index search_word_by_trigrams on catalog.search_word using gin (word catalog.gin_trgm_ops)
    where word !~ '[0-9]';


create function catalog.words_of(search tsvector) returns text[]
    language sql immutable strict parallel safe
    -- Not those of descriptions, which have the weight D.
    return tsvector_to_array(ts_filter($1, '{a,b}'));

comment on function catalog.words_of(tsvector) is 'The words of a product''s title, tags and SKUs';


-- The few words of a product are looked up one by one, whatever the planner thinks of their number.
create function catalog.count_words(words text[], more_public bigint[], more_products bigint[]) returns void
    language sql strict security definer set search_path = pg_catalog, pg_temp
    set enable_hashjoin = off set enable_mergejoin = off as $$
    merge into catalog.search_word as known
    using unnest(words, more_public, more_products) as counted (word, public, products)
       on known.word = counted.word
     when matched and (known.public + counted.public, known.products + counted.products) = (0, 0) then delete
     when matched then update set public = known.public + counted.public, products = known.products + counted.products
     when not matched then insert (word, public, products) values (counted.word, counted.public, counted.products)
$$;


-- Once for all rows of a statement. What a touch leaves as it was adds up to nothing.
create function catalog.recount_words() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    if tg_op = 'INSERT' then
        perform catalog.count_words(array_agg(word), array_agg(public), array_agg(products))
           from (select word, count(*) filter (where is_public), count(*)
                   from entered, unnest(catalog.words_of(search)) as word
                  where deleted_at is null
                  group by word) as gained (word, public, products);
    elsif tg_op = 'DELETE' then
        perform catalog.count_words(array_agg(word), array_agg(-public), array_agg(-products))
           from (select word, count(*) filter (where is_public), count(*)
                   from leaving, unnest(catalog.words_of(search)) as word
                  where deleted_at is null
                  group by word) as lost (word, public, products);
    else
        perform catalog.count_words(array_agg(word), array_agg(public), array_agg(products))
           from (select word, coalesce(sum(gained) filter (where is_public), 0), sum(gained)
                   from (select is_public, search, 1 as gained from entered where deleted_at is null
                         union all
                         select is_public, search, -1 from leaving where deleted_at is null) as moved,
                        unnest(catalog.words_of(search)) as word
                  group by word
                 having sum(gained) <> 0 or sum(gained) filter (where is_public) <> 0) as changed (word, public, products);
    end if;
    return null;
end
$$;

create trigger recount_words_insert after insert on catalog.product
    referencing new table as entered
    for each statement execute function catalog.recount_words();
create trigger recount_words_update after update on catalog.product
    referencing old table as leaving new table as entered
    for each statement execute function catalog.recount_words();
create trigger recount_words_delete after delete on catalog.product
    referencing old table as leaving
    for each statement execute function catalog.recount_words();


create function catalog.rebuild_search_words() returns void
    language sql security definer set search_path = pg_catalog, pg_temp as $$
    -- Writers of products wait here when they come to count; readers go on with the words as they were.
    lock table catalog.search_word in share row exclusive mode;
    delete from catalog.search_word;
    insert into catalog.search_word (word, public, products)
    select word, count(*) filter (where is_public), count(*)
      from catalog.product, unnest(catalog.words_of(search)) as word
     where deleted_at is null
     group by word
     -- Words that begin alike are looked up together.
     order by word
$$;

comment on function catalog.rebuild_search_words() is 'Counts the words of all products anew, as after a load without triggers';

select catalog.rebuild_search_words();

grant select on catalog.search_word to write_api;
