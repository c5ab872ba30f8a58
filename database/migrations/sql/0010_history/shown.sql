-- History as people read it: of each row what somebody wrote, under the names of the wire. What is derived from it is not told.

create function catalog.own_columns(entity text) returns text[]
    language sql immutable strict parallel safe
    return case entity
        when 'product' then '{slug,title,description,description_html,status,category_id,tags,attributes,options,'
                            'seo_title,seo_description,position,deleted_at}'
        when 'variant' then '{sku,barcode,price,compare_at_price,stock,backorder,weight_grams,option_values,position}'
        when 'product_media' then '{media,alt,position}'
        when 'category'      then '{slug,title,description,parent_id,position}'
        when 'setting'       then '{value}'
    end::text[];

comment on function catalog.own_columns(text) is
    'The columns that somebody writes, in their order; null of what is kept by triggers alone';


create function catalog.product_of(entity text, id text, kept jsonb) returns text
    language sql immutable parallel safe
    return case when entity = 'product' then id
                when entity in ('variant', 'product_media') then kept ->> 'product_id' end;

comment on function catalog.product_of(text, text, jsonb) is 'The id of the product that shows the row, if one does';

create index change_by_product on catalog.change
       (catalog.product_of(entity, id, coalesce(after, before)), revision)
 where catalog.product_of(entity, id, coalesce(after, before)) is not null;


-- A category that is gone is named as it was when it went.
create function catalog.category_named(category_id text) returns json
    language sql stable strict parallel safe
    return coalesce(
        (select json_build_object('slug', slug, 'title', title) from catalog.category where id = category_id::uuid),
        (select json_build_object('slug', before ->> 'slug', 'title', before ->> 'title')
           from catalog.change
          where entity = 'category' and id = category_id and after is null
          order by revision desc
          limit 1));

comment on function catalog.category_named(text) is 'Slug and title of a category';


create function catalog.as_told(name text, value jsonb, kept jsonb) returns json
    language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp
    return case
        when value is null or value = 'null' then null
        when name in ('price', 'compare_at_price') then
            (select published.money(value::bigint, code, exponent)
               from catalog.currency where code = kept ->> 'currency')
        when name in ('category_id', 'parent_id') then catalog.category_named(value #>> '{}')
        else value::json end;

comment on function catalog.as_told(text, jsonb, jsonb) is 'The value of a column of a row as the wire has it';

grant execute on function catalog.own_columns, catalog.product_of, catalog.as_told to read_staff, write_api;
