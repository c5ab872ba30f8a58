-- The words of each product lie apart from what it is filtered and counted by: whoever counts what has a word looks at a
-- row of each, and those without words are a seventh as long. An index of the rows holds the words by a function.

create table catalog.word_set (
    number      integer  not null generated always as identity,
    id          uuid     not null,
    words       tsvector not null,
    title_words tsvector not null,
    constraint word_set_pkey primary key (number) include (id),
    -- While words are renewed there are two of a product for a moment.
    constraint word_set_of_product unique (id) deferrable initially deferred
);

comment on table  catalog.word_set        is 'The words that a product is found by, under a number that is new whenever they are; kept by product';
comment on column catalog.word_set.number is 'Stands for the product in catalog.listing and catalog.searched';
comment on column catalog.word_set.words  is 'Of title, tags, SKUs and description';


create function catalog.refuse_new_words() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    raise exception 'The words of a number stay: delete the row and insert another'
        using errcode = 'feature_not_supported',
              detail = 'Indexes of catalog.listing and catalog.searched hold them by catalog.words_in_set(number).';
end
$$;

create trigger no_update before update on catalog.word_set
    for each statement execute function catalog.refuse_new_words();
create trigger no_truncate before truncate on catalog.word_set
    for each statement execute function catalog.refuse_truncate();


-- They are immutable because a number never gets other words. Readers call them where an index is too coarse to tell;
-- the cost is what a call takes, compared with a comparison.
create function catalog.words_in_set(number integer) returns tsvector
    language sql immutable strict parallel safe security definer cost 500
    return (select words from catalog.word_set where word_set.number = $1);

create function catalog.title_words_in_set(number integer) returns tsvector
    language sql immutable strict parallel safe security definer cost 500
    return (select title_words from catalog.word_set where word_set.number = $1);

grant execute on function catalog.words_in_set, catalog.title_words_in_set to read_public, read_staff, write_api;


create view catalog.product_words as
select id, category_id, position, strip(search) as words, strip(catalog.title_words(title)) as title_words
  from catalog.product;

comment on view catalog.product_words is 'What catalog.word_set is to hold, made anew';


create table catalog.word_count (
    word     text    not null collate "C" primary key,
    public   integer not null,
    products integer not null
) with (fillfactor = 80);

comment on table  catalog.word_count          is 'Every word of products that are not in the trash, those of descriptions too; kept by product';
comment on column catalog.word_count.public   is 'How many public products have it';
comment on column catalog.word_count.products is 'How many products have it that are not in the trash';
