-- What a category shows of its products: how many are active, and the picture of the first.

create function catalog.lead_product(of_category uuid) returns uuid
    language sql stable strict parallel safe security definer set search_path = pg_catalog, pg_temp as $$
    select id
      from catalog.product
     where category_id = of_category and status = 'active' and deleted_at is null
       and exists (select from catalog.product_media where product_id = product.id)
     order by position, id
     limit 1
$$;


-- A category is touched only when what it shows changes: its count, its first product, or something of that product.
create function catalog.recount_category(of_category uuid, gained integer, touched_product uuid) returns void
    language sql security definer set search_path = pg_catalog, pg_temp as $$
    update catalog.category
       set product_count = product_count + gained, lead_product_id = catalog.lead_product(of_category)
     where id = of_category
       and (gained <> 0
            or lead_product_id = touched_product
            or lead_product_id is distinct from catalog.lead_product(of_category))
$$;


create function catalog.recount_categories() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    counted integer := case when tg_op <> 'INSERT' and old.status = 'active' and old.deleted_at is null
                       then 1 else 0 end;
    counts  integer := case when tg_op <> 'DELETE' and new.status = 'active' and new.deleted_at is null
                       then 1 else 0 end;
begin
    if new.category_id = old.category_id then
        perform catalog.recount_category(new.category_id, counts - counted, new.id);
    else
        perform catalog.recount_category(old.category_id, -counted, old.id);
        perform catalog.recount_category(new.category_id, counts, new.id);
    end if;
    return null;
end
$$;

create trigger recount_categories after insert or update or delete on catalog.product
    for each row execute function catalog.recount_categories();
