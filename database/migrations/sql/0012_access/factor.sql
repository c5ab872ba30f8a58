-- What somebody has beside a password.

create table catalog.totp (
    account_id   uuid        primary key,
    secret       bytea       not null,
    last_step    bigint      not null default 0,
    created_at   timestamptz not null default now(),
    confirmed_at timestamptz,
    constraint totp_account foreign key (account_id) references catalog.account on delete cascade
);

comment on table  catalog.totp              is 'An app that shows codes (RFC 6238)';
comment on column catalog.totp.secret       is 'Encrypted, with a key that the database does not have';
comment on column catalog.totp.last_step    is 'The newest step whose code was used: no code is good twice';
comment on column catalog.totp.confirmed_at is 'When its first code was shown to be right; it asks for nothing before';


create table catalog.passkey (
    id            uuid        primary key default uuidv7(),
    account_id    uuid        not null,
    credential_id bytea       not null,
    public_key    bytea       not null,
    sign_count    bigint      not null,
    name          text        not null,
    transports    text[]      not null default '{}',
    created_at    timestamptz not null default now(),
    last_used_at  timestamptz,
    constraint passkey_account          foreign key (account_id) references catalog.account on delete cascade,
    constraint passkey_credential_taken unique (credential_id),
    constraint passkey_name_shape       check (name <> '' and catalog.is_line(name, 200))
);

comment on table  catalog.passkey            is 'A credential of WebAuthn';
comment on column catalog.passkey.sign_count is 'What it counted at its last use; one that counts back may be a copy';

create index passkey_by_account on catalog.passkey (account_id);


create table catalog.recovery_code (
    account_id uuid  not null,
    code_hash  bytea not null,
    primary key (account_id, code_hash),
    constraint recovery_code_account foreign key (account_id) references catalog.account on delete cascade
);

comment on table catalog.recovery_code is 'What opens an account once when its factors are lost; one that was used is gone';


create table catalog.challenge (
    token_hash bytea       primary key,
    account_id uuid        not null,
    purpose    text        not null,
    challenge  bytea,
    expires_at timestamptz not null,
    constraint challenge_account foreign key (account_id) references catalog.account on delete cascade
);

comment on table  catalog.challenge           is 'A step that has to be followed by another, soon and once';
comment on column catalog.challenge.challenge is 'What an authenticator has to sign';

create index challenge_by_account on catalog.challenge (account_id);


create function catalog.touch_account() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    update catalog.account set version = version + 1 where id = coalesce(new.account_id, old.account_id);
    return null;
end
$$;

comment on function catalog.touch_account() is 'Gives the account whose factors change its next version';

create trigger touch_account after insert or delete or update of confirmed_at on catalog.totp
    for each row execute function catalog.touch_account();
create trigger touch_account after insert or delete on catalog.passkey
    for each row execute function catalog.touch_account();

grant select, insert, update, delete
   on catalog.totp, catalog.passkey, catalog.recovery_code, catalog.challenge
   to write_api;
