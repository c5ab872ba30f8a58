-- What the shop says about itself.

create table catalog.setting (
    key            text   primary key,
    value          jsonb  not null,
    revision       bigint not null,
    revision_nonce text   not null,
    constraint setting_key_shape   check (key ~ '^[a-z][a-z0-9_]{0,62}$'),
    constraint setting_value_size  check (length(value::text) <= 20000),
    constraint setting_value_type  check (
        key not in ('name', 'tagline', 'about', 'currency', 'locale', 'contact_email') or jsonb_typeof(value) = 'string'
    ),
    constraint setting_name_given  check (key <> 'name' or length(value #>> '{}') between 1 and 100),
    constraint setting_locale_shape check (key <> 'locale' or value #>> '{}' ~ '^[a-z]{2,3}(-[A-Z][A-Za-z0-9]{1,7})*$')
);

comment on table catalog.setting is 'Name, currency, locale and the like, of the one shop';


create function catalog.stamp_setting() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    if new.key = 'currency' and not exists (select from catalog.currency where code = new.value #>> '{}') then
        raise exception 'No currency has the code %', new.value
            using errcode = 'check_violation', constraint = 'setting_currency_known',
                  schema = 'catalog', table = 'setting';
    end if;
    select number, nonce into new.revision, new.revision_nonce from catalog.revision;
    return new;
end
$$;

create trigger stamp before insert or update on catalog.setting
    for each row execute function catalog.stamp_setting();

call catalog.keep_history('setting', 'key');


insert into catalog.setting (key, value)
values ('name',          '"mstore"'),
       ('tagline',       '""'),
       ('about',         '""'),
       ('currency',      '"EUR"'),
       ('locale',        '"en"'),
       ('contact_email', '""');

grant select, insert, update, delete on catalog.setting to write_api;
