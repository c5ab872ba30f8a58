-- An account is no part of the catalog's revisions, so it has a version of its own: for If-Match.

alter table catalog.account
    add column version bigint not null default 1,
    add column nonce   text   not null default catalog.new_nonce();

comment on column catalog.account.nonce is '64 random bits: after a failover a version may come twice, a nonce does not';


create function catalog.count_version() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    new.version := old.version + 1;
    new.nonce := catalog.new_nonce();
    new.updated_at := now();
    return new;
end
$$;

comment on function catalog.count_version() is 'Gives the row that changes its next version';

-- What a login does to the row, as a hash of better parameters, shows nowhere and is no version.
create trigger count_version before update on catalog.account
    for each row
    when ((old.email, old.name, old.role, old.disabled_at, old.password_change_required, old.version)
          is distinct from
          (new.email, new.name, new.role, new.disabled_at, new.password_change_required, new.version))
    execute function catalog.count_version();

grant execute on function catalog.new_nonce() to write_api;
