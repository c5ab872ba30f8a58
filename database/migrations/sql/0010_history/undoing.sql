-- What write-api must know to undo a revision: what each row was before and after it, and what it is now.

create function catalog.row_now(entity text, id text) returns jsonb
    language sql stable parallel safe
    return case entity
        when 'product'       then (select to_jsonb(kept) - 'search' from catalog.product as kept where kept.id = $2::uuid)
        when 'variant'       then (select to_jsonb(kept) from catalog.variant as kept where kept.id = $2::uuid)
        when 'product_media' then (select to_jsonb(kept) from catalog.product_media as kept where kept.id = $2::uuid)
        when 'category'      then (select to_jsonb(kept) from catalog.category as kept where kept.id = $2::uuid)
        when 'setting'       then (select to_jsonb(kept) from catalog.setting as kept where kept.key = $2) end;

comment on function catalog.row_now(text, text) is 'A row as history records it, as it is now; null when it is gone';


create function catalog.has_later_variants(product_id text, revision bigint) returns boolean
    language sql stable parallel safe
    return exists (
        select from catalog.variant
         where variant.product_id = $1::uuid
           and (select later.before is null from catalog.change as later
                 where later.entity = 'variant' and later.id = variant.id::text and later.revision > $2
                 order by later.revision limit 1));

comment on function catalog.has_later_variants(text, bigint) is
    'Whether a product has variants that were not there right after the revision';


create function catalog.has_other_options(product_id text, revision bigint) returns boolean
    language sql stable parallel safe
    return coalesce(
        (select then_on.before -> 'options' from catalog.change as then_on
          where then_on.entity = 'product' and then_on.id = $1 and then_on.revision >= $2
            and then_on.before -> 'options' <> then_on.after -> 'options'
          order by then_on.revision limit 1)
        <> (select to_jsonb(options) from catalog.product where id = $1::uuid), false);

comment on function catalog.has_other_options(text, bigint) is
    'Whether the options of a product are not what they were right before the revision';


-- `fields` of an update: by column, what it was before, what it was after and what it is now. `row` of a deletion: all of it.
create view staff.undoing as
select change.revision, change.entity, change.id, change.action,
       catalog.product_of(change.entity, change.id, coalesce(change.after, change.before)) as product_id,
       now.kept is null                                                                    as is_gone,
       change.entity in ('variant', 'product_media') and catalog.row_now(
           'product', coalesce(change.after, change.before) ->> 'product_id') is null      as is_orphan,
       coalesce((now.kept ->> 'revision')::bigint > change.revision, false)                as is_touched,
       case change.action when 'update' then (
           select jsonb_object_agg(name, jsonb_build_array(change.before -> name, change.after -> name, now.kept -> name))
             from unnest(catalog.own_columns(change.entity)) as name
            where change.before -> name <> change.after -> name) end                       as fields,
       case change.action when 'insert' then not exists (
           select from unnest(catalog.own_columns(change.entity)) as name
            where change.after -> name is distinct from now.kept -> name) end              as is_as_made,
       case change.action when 'delete' then change.before end                             as kept,
       case when change.entity = 'product' and change.before -> 'options' <> change.after -> 'options'
            then catalog.has_later_variants(change.id, change.revision) else false end     as has_later_variants,
       case when change.entity = 'variant' and change.action = 'delete'
            then catalog.has_other_options(change.before ->> 'product_id', change.revision)
            else false end                                                                 as has_other_options
  from catalog.change
 cross join lateral catalog.row_now(change.entity, change.id) as now (kept)
 where catalog.own_columns(change.entity) is not null;

comment on view staff.undoing is 'What a revision did to each row, beside what the row is now';

grant select on staff.undoing to write_api;
grant execute on function catalog.row_now, catalog.has_later_variants, catalog.has_other_options to write_api;
