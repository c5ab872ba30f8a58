-- After the rows: an index of all words is made much faster at once than row by row.
--
-- Those of words have the category too: a search within one looks at no row of others.
--
-- The condition about catalog.word_set is always true, and the planner knows it. It is there for pg_restore: it makes
-- the index depend on that table, so that parallel jobs fill the table before they build the index from its words.

create index listing_by_words on catalog.listing using gin (catalog.words_in_set(number), (array[category]))
    with (fastupdate = off) where null::catalog.word_set::text is null;
create index listing_by_title_words on catalog.listing using gin (catalog.title_words_in_set(number), (array[category]))
    with (fastupdate = off) where null::catalog.word_set::text is null;
-- None is of the public's rows alone, lest the planner finds out by it which of those found by another are public.
create index listing_by_facet on catalog.listing using gin (facets) with (fastupdate = off);

create index searched_by_words on catalog.searched using gin (catalog.words_in_set(number), (array[category]))
    with (fastupdate = off) where null::catalog.word_set::text is null;
create index searched_by_title_words on catalog.searched using gin (catalog.title_words_in_set(number), (array[category]))
    with (fastupdate = off) where null::catalog.word_set::text is null;
