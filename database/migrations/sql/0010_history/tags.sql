-- Tags are told one by one, with how many products have each: whoever tidies them up has to see them all.
create view staff.tag as
select facet.value as name, counted.products
  from catalog.facet
 cross join lateral (select count(*) as products
                       from catalog.listing
                      where facets @> array[facet.id] and status <> 't') as counted
 where facet.kind = 'tag' and facet.name = '' and counted.products > 0;

comment on view staff.tag is 'Each tag that some product has that is not in the trash, and how many have it';

grant select on staff.tag to read_staff, write_api;
