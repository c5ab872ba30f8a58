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
