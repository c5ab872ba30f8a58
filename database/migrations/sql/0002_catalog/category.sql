-- Categories are a tree.

create table catalog.category (
    id              uuid        primary key default uuidv7(),
    slug            text        not null,
    title           text        not null,
    description     text        not null default '',
    parent_id       uuid,
    position        bigint      not null,
    product_count   integer     not null default 0,
    lead_product_id uuid,
    created_at      timestamptz not null,
    updated_at      timestamptz not null,
    revision        bigint      not null,
    revision_nonce  text        not null,
    constraint category_slug_taken         unique (slug),
    constraint category_parent             foreign key (parent_id) references catalog.category,
    constraint category_slug_shape         check (catalog.is_slug(slug)),
    constraint category_title_shape        check (title <> '' and catalog.is_line(title, 200)),
    constraint category_description_shape  check (catalog.is_prose(description, 20000)),
    constraint category_product_count_sign check (product_count >= 0)
);

comment on table  catalog.category                 is 'The tree in which products are found';
comment on column catalog.category.product_count   is 'Active products in it, those of its descendants not counted; kept by product';
comment on column catalog.category.lead_product_id is 'Its first active product with an image; kept by product';

create index category_by_parent on catalog.category (parent_id, position);


-- Positions leave gaps of 1024, so that one row can move between two others without moving them.
create function catalog.stamp_category() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    new.position := coalesce(new.position, 1024 + (
        select coalesce(max(position), 0) from catalog.category where parent_id is not distinct from new.parent_id
    ));
    select number, nonce, at into new.revision, new.revision_nonce, new.updated_at from catalog.revision;
    new.created_at := case tg_op when 'INSERT' then new.updated_at else old.created_at end;
    return new;
end
$$;

create trigger stamp before insert or update on catalog.category
    for each row execute function catalog.stamp_category();


create function catalog.refuse_category_cycle() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    if exists (
        with recursive ancestor (id, parent_id) as (
            select new.id, new.parent_id
            union
            select category.id, category.parent_id
              from catalog.category
              join ancestor on category.id = ancestor.parent_id
        )
        select from ancestor where parent_id = new.id
    ) then
        raise exception 'The category "%" would be its own ancestor', new.title
            using errcode = 'check_violation', constraint = 'category_is_tree',
                  schema = 'catalog', table = 'category';
    end if;
    return null;
end
$$;

create trigger is_tree after insert or update of parent_id on catalog.category
    for each row execute function catalog.refuse_category_cycle();


-- Its own trash does not hold a category back; the foreign key refuses for the sake of all other products.
create function catalog.empty_category_of_trash() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    update catalog.product set category_id = null where category_id = old.id and deleted_at is not null;
    return old;
end
$$;

create trigger empty_of_trash before delete on catalog.category
    for each row execute function catalog.empty_category_of_trash();


-- A product shows its category's title and slug, so that they are a change of the product too.
create function catalog.touch_products_of_category() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    update catalog.product
       set revision = product.revision
      from renamed join kept using (id)
     where category_id = renamed.id
       and (renamed.slug, renamed.title) is distinct from (kept.slug, kept.title);
    return null;
end
$$;

create trigger touch_products after update on catalog.category
    referencing old table as kept new table as renamed
    for each statement execute function catalog.touch_products_of_category();


-- A category shows its parent's slug. The test for a new slug comes first: this update fires the trigger again.
create function catalog.touch_children_of_category() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    if exists (select from renamed join kept using (id) where renamed.slug <> kept.slug) then
        update catalog.category
           set revision = category.revision
          from renamed join kept using (id)
         where category.parent_id = renamed.id and renamed.slug <> kept.slug;
    end if;
    return null;
end
$$;

create trigger touch_children after update on catalog.category
    referencing old table as kept new table as renamed
    for each statement execute function catalog.touch_children_of_category();

call catalog.keep_history('category', 'id');

-- Not the columns that are kept by product.
grant select, delete                                                    on catalog.category to write_api;
grant insert (id, slug, title, description, parent_id, position)        on catalog.category to write_api;
grant update (slug, title, description, parent_id, position)            on catalog.category to write_api;
