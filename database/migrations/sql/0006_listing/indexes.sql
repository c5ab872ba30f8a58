-- After the rows: an index of all words is made much faster at once than row by row.

create index listing_by_position         on catalog.listing (position, id);
create index listing_active_by_position  on catalog.listing (position, id)               where status = 'active';
create index listing_active_by_price     on catalog.listing (price_min, id)              where status = 'active';
create index listing_active_by_price_max on catalog.listing (price_max)                  where status = 'active';
create index listing_active_by_created   on catalog.listing (created_at, id)             where status = 'active';
create index listing_active_by_length    on catalog.listing (title_length, position, id) where status = 'active';
create index listing_by_category         on catalog.listing (category_id, position, id);
create index listing_by_words            on catalog.listing using gin (words)       with (fastupdate = off);

-- Of the public's rows alone, lest the planner finds out by another index which of the found ones are public.
create index listing_active_by_facet       on catalog.listing using gin (facets)      with (fastupdate = off) where status = 'active';
create index listing_active_by_title_words on catalog.listing using gin (title_words) with (fastupdate = off) where status = 'active';
create index listing_active_by_words       on catalog.listing using gin (words)       with (fastupdate = off) where status = 'active';
