drop table catalog.former_listing;

-- For read-api before this migration, as the views of the former listing.
create or replace function staff.has_word(tsquery) returns boolean
    language sql stable strict set enable_seqscan = off set enable_indexscan = off set enable_indexonlyscan = off
    return exists (select from staff.listed where status <> 't' and words @@ $1);

create or replace function published.has_word(tsquery) returns boolean
    language sql stable strict set enable_seqscan = off set enable_indexscan = off set enable_indexonlyscan = off
    return exists (select from published.searched where words @@ $1);


-- Every order is the product's own again: a write of a product makes an entry in each of its indexes anyhow, and a listing
-- without such indexes need not be written where only a price or a stock changes.
create index product_active_by_position  on catalog.product (position, id)   where is_public;
create index product_active_by_price     on catalog.product (price_min, id)  where is_public;
create index product_active_by_price_max on catalog.product (price_max)      where is_public;
create index product_active_by_created   on catalog.product (created_at, id) where is_public;
create index product_active_by_category  on catalog.product (category_id, position, id) where is_public;
