-- A picture says in which formats it is there, those with the smallest files first: so that one from before there was
-- AVIF does not promise it.

create view catalog.picture_source as
select media, content_type as type,
       string_agg('/v1/media/' || media || '/' || width || '.' || format || ' ' || width || 'w', ', ' order by width)
           as srcset
  from catalog.media_rendition
 group by media, content_type;

comment on view catalog.picture_source is 'The widths of each picture in each of its formats, as HTML wants them';


create view catalog.picture as
select media.sha256 as media,
       (select '/v1/media/' || media || '/' || max(width) || '.jpg'
          from catalog.media_rendition
         where media = media.sha256 and format = 'jpg'
         group by media)                                                              as url,
       media.width, media.height, media.color,
       (select srcset
          from catalog.picture_source
         where media = media.sha256 and type = 'image/webp')                          as srcset,
       (select array_to_json(array_agg(row_to_json(shown)))
          from (select type, srcset
                  from catalog.picture_source
                 where media = media.sha256
                 order by array_position('{image/avif,image/webp,image/jpeg}', type)) as shown) as sources
  from catalog.media;

comment on view catalog.picture is 'Each picture as the wire shows it, whatever product it is of';


create or replace view catalog.product_image as
select product_media.product_id, product_media.position, product_media.id,
       (select row_to_json(shown)
          from (select picture.media, picture.url, product_media.alt, picture.width, picture.height, picture.color,
                       picture.srcset, picture.sources) as shown) as image
  from catalog.product_media
  join catalog.picture using (media);

grant select on catalog.picture to write_api;


-- Listings get new tags with the number, and the tags of single products with the build that can show this.
set local statement_timeout = '1h';
select catalog.take_revision();
select catalog.rebuild_documents();
