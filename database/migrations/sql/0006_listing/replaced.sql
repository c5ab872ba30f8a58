-- catalog.listing has what these were for. Fewer indexes on the product pay for its derived rows when it is written.

drop index catalog.product_active_by_position, catalog.product_active_by_price, catalog.product_active_by_created,
           catalog.product_by_price, catalog.product_by_created, catalog.product_active_by_category,
           catalog.product_by_tag, catalog.product_by_search;


create or replace function staff.has_word(tsquery) returns boolean
    language sql stable strict set enable_seqscan = off set enable_indexscan = off set enable_indexonlyscan = off
    return exists (select from staff.listing where status <> 'trashed' and words @@ $1);

create or replace function published.has_word(tsquery) returns boolean
    language sql stable strict set enable_seqscan = off set enable_indexscan = off set enable_indexonlyscan = off
    return exists (select from published.listing where words @@ $1);

-- Documents as other services and caches know them are written anew without blanks.
select catalog.take_revision();
