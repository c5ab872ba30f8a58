-- How many public products there are of each kind: a listing with no filter but a category and what is in stock gets its
-- total and its facets from here, however many products it has.

create table catalog.facet_count (
    category_id uuid    not null,
    facet       integer not null,
    currency    text    not null,
    available   boolean not null,
    products    integer not null,
    primary key (category_id, facet, currency, available)
) with (fillfactor = 80);

comment on table  catalog.facet_count             is 'Public products by category, facet, currency and availability; kept by product';
comment on column catalog.facet_count.category_id is 'Zeros stand for the whole shop';
comment on column catalog.facet_count.facet       is
    'Of catalog.facet; 0: all products; -1000 - n: those whose lowest price is in step n; -2000 - n: whose highest is';


create function catalog.counted_facets(facets integer[], price_min bigint, price_max bigint) returns integer[]
    language sql immutable parallel safe
    return $1 || array[0, -1000 - published.price_step($2), -2000 - published.price_step($3)];


grant select on catalog.facet, catalog.listing, catalog.facet_count to write_api;
