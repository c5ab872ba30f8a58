-- As in 0002, but once for a statement: products of an import go to the trash by the thousand when it is undone, and each
-- update of variants brings listings up to date.
drop trigger follow_product on catalog.product;

create or replace function catalog.follow_product() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    -- To update no variant would touch no product, and end here again, for ever.
    if exists (select from entered join leaving using (id)
                where (entered.deleted_at, entered.currency) is distinct from (leaving.deleted_at, leaving.currency))
    then
        update catalog.variant
           set deleted_at = entered.deleted_at, currency = entered.currency
          from entered join leaving using (id)
         where variant.product_id = entered.id
           and (entered.deleted_at, entered.currency) is distinct from (leaving.deleted_at, leaving.currency);
    end if;
    return null;
end
$$;

create trigger follow_product after update on catalog.product
    referencing old table as leaving new table as entered
    for each statement execute function catalog.follow_product();


-- Of what a variant only follows its product in, the product has told already.
create function catalog.touch_products_of_variants() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    update catalog.product set revision = revision
     where id in (select entered.product_id
                    from entered join leaving using (id)
                   where entered.deleted_at is not distinct from leaving.deleted_at);
    return null;
end
$$;

comment on function catalog.touch_products_of_variants() is
    'As touch_products, but for variants that go to the trash or come back with their product';

drop trigger touch_products_update on catalog.variant;

create trigger touch_products_update after update on catalog.variant
    referencing old table as leaving new table as entered
    for each statement execute function catalog.touch_products_of_variants();
