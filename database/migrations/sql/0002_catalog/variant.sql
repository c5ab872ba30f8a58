-- Every product has one or more variants: what is bought, with its price and stock.

create table catalog.variant (
    id               uuid    primary key default uuidv7(),
    product_id       uuid    not null,
    position         bigint  not null,
    sku              text,
    barcode          text,
    price            bigint  not null,
    compare_at_price bigint,
    currency         char(3) not null,
    stock            integer,
    backorder        boolean not null default false,
    weight_grams     integer,
    option_values    text[]  not null default '{}',
    deleted_at       timestamptz,
    available        boolean not null generated always as (stock is null or stock > 0 or backorder) stored,
    constraint variant_product             foreign key (product_id) references catalog.product on delete cascade,
    constraint variant_currency            foreign key (product_id, currency)
                                           references catalog.product (id, currency) deferrable initially deferred,
    constraint variant_sku_shape           check (sku <> '' and catalog.is_line(sku, 64)),
    constraint variant_barcode_gtin        check (catalog.is_gtin(barcode)),
    constraint variant_price_range         check (price between 0 and 1000000000000),
    constraint variant_compare_at_above    check (compare_at_price > price and compare_at_price <= 1000000000000),
    constraint variant_stock_range         check (stock >= 0),
    constraint variant_weight_range        check (weight_grams between 0 and 100000000),
    constraint variant_option_values_shape check (
        cardinality(option_values) <= 3 and catalog.are_lines(option_values, 60)
    ),
    -- Deferred, so that one transaction may swap the SKUs or options of two variants.
    constraint variant_sku_taken     exclude (sku with =) where (deleted_at is null) deferrable initially deferred,
    constraint variant_options_taken exclude (product_id with =, option_values with =)
                                     where (deleted_at is null) deferrable initially deferred
);

comment on table  catalog.variant            is 'A product as it can be bought; a plain product has exactly one';
comment on column catalog.variant.price      is 'In minor units of the currency (ISO 4217)';
comment on column catalog.variant.stock      is 'Null when it is not counted';
comment on column catalog.variant.deleted_at is 'The product''s; kept by trigger';

create index variant_by_product on catalog.variant (product_id, position, id);


create function catalog.stamp_variant() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    if tg_op = 'UPDATE' and new.product_id <> old.product_id then
        raise exception 'A variant stays with its product'
            using errcode = 'check_violation', constraint = 'variant_product_fixed',
                  schema = 'catalog', table = 'variant';
    end if;
    new.position := coalesce(new.position, 1024 + (
        select coalesce(max(position), 0) from catalog.variant where product_id = new.product_id
    ));
    select deleted_at, coalesce(new.currency, currency) into new.deleted_at, new.currency
      from catalog.product where id = new.product_id;
    return new;
end
$$;

create trigger stamp before insert or update on catalog.variant
    for each row execute function catalog.stamp_variant();


-- A trashed product's variants are in the trash with it, and give their SKUs free.
create function catalog.follow_product() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    update catalog.variant
       set deleted_at = new.deleted_at, currency = new.currency
     where product_id = new.id;
    return null;
end
$$;

create trigger follow_product after update on catalog.product
    for each row when ((new.deleted_at, new.currency) is distinct from (old.deleted_at, old.currency))
    execute function catalog.follow_product();


-- Any update of a product stamps it and derives its prices anew: this is all that a touch must do.
create function catalog.touch_products() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    update catalog.product set revision = revision where id in (select product_id from touched);
    return null;
end
$$;

comment on function catalog.touch_products() is
    'For tables that show in a product: whatever happens to their rows is a change of the product';

create trigger touch_products_insert after insert on catalog.variant referencing new table as touched
    for each statement execute function catalog.touch_products();
create trigger touch_products_update after update on catalog.variant referencing new table as touched
    for each statement execute function catalog.touch_products();
create trigger touch_products_delete after delete on catalog.variant referencing old table as touched
    for each statement execute function catalog.touch_products();


-- Judged at the end of the transaction, in which product and variants come one after the other.
create function catalog.check_variants() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    checked catalog.product;
    fits    boolean;
begin
    select * into checked from catalog.product
     where id = (to_jsonb(coalesce(new, old)) ->> tg_argv[0])::uuid;
    select bool_and(cardinality(option_values) = cardinality(checked.options)) into fits
      from catalog.variant where product_id = checked.id;

    if checked.id is not null and fits is null then
        raise exception 'The product "%" has no variant', checked.title
            using errcode = 'check_violation', constraint = 'product_has_variant',
                  schema = 'catalog', table = 'product';
    elsif not fits then
        raise exception 'A variant of the product "%" needs one value for each option', checked.title
            using errcode = 'check_violation', constraint = 'variant_options_match',
                  schema = 'catalog', table = 'variant';
    end if;
    return null;
end
$$;

create constraint trigger check_variants after insert or update of options on catalog.product
    deferrable initially deferred for each row execute function catalog.check_variants('id');
create constraint trigger check_variants after insert or update of option_values or delete on catalog.variant
    deferrable initially deferred for each row execute function catalog.check_variants('product_id');

call catalog.keep_history('variant', 'id');

grant select, insert, update, delete on catalog.variant to write_api;
