alter table catalog.media
    drop constraint media_content_type_known,
    add  constraint media_content_type_known
         check (content_type in ('image/jpeg', 'image/png', 'image/webp', 'image/avif'));

alter table catalog.media_rendition
    drop constraint media_rendition_format,
    add  constraint media_rendition_format
         check ((format, content_type) in (('avif', 'image/avif'), ('webp', 'image/webp'), ('jpg', 'image/jpeg')));

comment on column catalog.media.color is 'Its dominant colour, to show until it is loaded';
