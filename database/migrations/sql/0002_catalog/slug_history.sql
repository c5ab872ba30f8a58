-- Links do not break: the slugs that a published product had before lead to it.

create table catalog.slug_history (
    slug       text        primary key,
    product_id uuid        not null,
    at         timestamptz not null,
    constraint slug_history_product foreign key (product_id) references catalog.product on delete cascade,
    constraint slug_history_shape   check (catalog.is_slug(slug))
);

comment on table catalog.slug_history is 'Former slugs; the newest product that left a slug has it';

create index slug_history_by_product on catalog.slug_history (product_id);


create function catalog.keep_slug() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    insert into catalog.slug_history (slug, product_id, at)
    values (old.slug, old.id, new.updated_at)
    on conflict (slug) do update set product_id = excluded.product_id, at = excluded.at;

    delete from catalog.slug_history where slug = new.slug and product_id = new.id;
    return null;
end
$$;

create trigger keep_slug after update on catalog.product
    for each row when (new.slug <> old.slug and old.published_at is not null)
    execute function catalog.keep_slug();

call catalog.keep_history('slug_history', 'slug');

grant select, insert, update, delete on catalog.slug_history to write_api;
