-- What a category shows of its products: how many are public, and the picture of the first.

create function catalog.lead_product(of_category uuid) returns uuid
    language sql stable strict parallel safe security definer set search_path = pg_catalog, pg_temp as $$
    select id
      from catalog.product
     where category_id = of_category and is_public and has_image
     order by position, id
     limit 1
$$;


-- A category is touched only when what it shows changes: its count, which product leads, or that product.
create function catalog.recount_category(of_category uuid, gained bigint, touched_products uuid[]) returns void
    language sql security definer set search_path = pg_catalog, pg_temp as $$
    update catalog.category
       set product_count = product_count + gained, lead_product_id = catalog.lead_product(of_category)
     where id = of_category
       and (gained <> 0
            or lead_product_id = any (touched_products)
            or lead_product_id is distinct from catalog.lead_product(of_category))
$$;


-- Once for all rows of a statement: an import counts its products once and not one by one.
create function catalog.recount_categories() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    if tg_op = 'INSERT' then
        perform catalog.recount_category(category_id, count(*) filter (where is_public), array_agg(id))
           from entered
          group by category_id;
    elsif tg_op = 'DELETE' then
        perform catalog.recount_category(category_id, -count(*) filter (where is_public), array_agg(id))
           from leaving
          group by category_id;
    else
        perform catalog.recount_category(category_id, coalesce(sum(gained) filter (where is_public), 0)::bigint,
                                         array_agg(id))
           from (select category_id, id, is_public, 1 as gained from entered
                 union all
                 select category_id, id, is_public, -1 from leaving) as moved
          group by category_id;
    end if;
    return null;
end
$$;

create trigger recount_categories_insert after insert on catalog.product
    referencing new table as entered
    for each statement execute function catalog.recount_categories();
create trigger recount_categories_update after update on catalog.product
    referencing old table as leaving new table as entered
    for each statement execute function catalog.recount_categories();
create trigger recount_categories_delete after delete on catalog.product
    referencing old table as leaving
    for each statement execute function catalog.recount_categories();
