-- Imports as the wire has them.

-- A revision that changed nothing is none that a plan has to fear.
create function catalog.changed_since(number bigint, nonce text) returns boolean
    language sql stable parallel safe security definer
    return $1 > 0 and not exists (select from catalog.revision_log as log where log.number = $1 and log.nonce = $2)
        or exists (select from catalog.change where revision > $1);

comment on function catalog.changed_since(bigint, text) is
    'Whether the catalog has other content than at that revision, or that revision is not known any more';


create view staff.import as
select import.id, import.name, import.status, import.format, import.blank, import.images, import.bytes,
       import.created_at, import.created_by, import.updated_at,
       json_build_object('done', import.done, 'total', import.total)                  as progress,
       (select json_build_object('create',    count(*) filter (where outcome = 'create'),
                                 'update',    count(*) filter (where outcome = 'update'),
                                 'unchanged', count(*) filter (where outcome = 'unchanged'),
                                 'refused',   count(*) filter (where outcome = 'refused'),
                                 'warnings',  count(*) filter (where warnings <> '[]'))
          from catalog.import_row where import_row.import = import.id)                as products,
       (select json_build_object('pending', count(*) filter (where picture.status = 'pending'),
                                 'fetched', count(*) filter (where picture.status = 'fetched'),
                                 'refused', count(*) filter (where picture.status = 'refused'),
                                 'failed',  count(*) filter (where picture.status = 'failed'))
          from catalog.import_picture as picture where picture.import = import.id)    as pictures,
       import.new_categories::json                                                    as new_categories,
       import.notices::json                                                           as notices,
       import.error::json                                                             as error,
       import.revision                                                                as planned_at_revision,
       import.status = 'planned' and not catalog.changed_since(import.revision, import.revision_nonce)
                                                                                      as is_current,
       import.applied_revision,
       -- For queries only:
       import.version, import.nonce
  from catalog.import;

comment on view staff.import is 'Files of products, and how far they have come';


create view staff.import_row as
select import, number, lines, handle, title, outcome, product_id,
       changes::json as changes, warnings::json as warnings, errors::json as errors
  from catalog.import_row;

comment on view staff.import_row is 'What the plan of an import does for each product';


create view staff.import_picture as
select id, import, product_id, url, sha256, alt, position, status, reason, tries, media, created_at
  from catalog.import_picture;

comment on view staff.import_picture is 'Pictures that files named by their address';

grant select on staff.import, staff.import_row, staff.import_picture to read_staff, write_api;
grant execute on function catalog.changed_since(bigint, text) to read_staff, write_api;
