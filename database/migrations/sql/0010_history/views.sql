-- What each revision did to each thing, field by field.

create view staff.edit as
select change.revision, change.entity, change.id,
       catalog.product_of(change.entity, change.id, coalesce(change.after, change.before)) as product_id,
       json_build_object('entity', change.entity, 'id', change.id, 'action', change.action,
                         'fields', edited.fields)                                          as edit
  from catalog.change
 cross join lateral (
       select json_agg(json_build_object(
                  'field', case name when 'category_id' then 'category' when 'parent_id' then 'parent'
                                     when 'option_values' then 'options' else name end,
                  'before', catalog.as_told(name, change.before -> name, change.before),
                  'after',  catalog.as_told(name, change.after -> name, change.after)) order by place) as fields
         from unnest(catalog.own_columns(change.entity)) with ordinality as own (name, place)
        where name <> 'description_html'
          and coalesce(change.before -> name, 'null') <> coalesce(change.after -> name, 'null')) as edited
 where edited.fields is not null;

comment on view staff.edit is 'What somebody changed of each thing: field, value before, value after';

grant select on staff.edit to read_staff, write_api;


create or replace view staff.revision_log as
select number, nonce, at, actor, reason, request_id, idempotency_key,
       (select name from catalog.account where account.id::text = revision_log.actor) as actor_name
  from catalog.revision_log;
