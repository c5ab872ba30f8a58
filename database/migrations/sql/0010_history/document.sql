-- A write answers with the product as the staff sees it. To plan the view anew each time took longer than to read it.
create function staff.product_document(product_id uuid) returns json
    language sql stable
    set plan_cache_mode = force_generic_plan
    return (select row_to_json(shown)
              from (select id, slug, title, description, description_html, status, category, tags, attributes, options,
                           variants, price_range, available, images, seo, position, revision,
                           published.instant(created_at) as created_at, published.instant(updated_at) as updated_at,
                           published.instant(deleted_at) as deleted_at, revision_nonce
                      from staff.product
                     where id = product_document.product_id) as shown);

comment on function staff.product_document(uuid) is 'A product of staff.product in one piece, in the wire format; null if there is none';

grant execute on function staff.product_document to read_staff, write_api;
