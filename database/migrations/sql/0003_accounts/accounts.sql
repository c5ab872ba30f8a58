-- Who may write, and what was asked for already. No part of the catalog, so no part of its revisions.

create table catalog.account (
    id                       uuid        primary key default uuidv7(),
    email                    text        not null,
    name                     text        not null default '',
    role                     text        not null,
    password_hash            text        not null,
    password_change_required boolean     not null default false,
    disabled_at              timestamptz,
    created_at               timestamptz not null default now(),
    updated_at               timestamptz not null default now(),
    constraint account_email_shape    check (length(email) <= 254 and email ~ '^[^@[:space:][:cntrl:]]+@[^@[:space:][:cntrl:]]+$'),
    constraint account_name_shape     check (catalog.is_line(name, 200)),
    constraint account_role_known     check (role in ('owner', 'editor', 'viewer')),
    constraint account_password_shape check (password_hash like '$argon2id$%')
);

comment on table  catalog.account                          is 'A person who may log in';
comment on column catalog.account.password_hash            is 'Argon2id';
comment on column catalog.account.password_change_required is 'Its password is a one-time password';

create unique index account_email_taken on catalog.account (lower(email));


create table catalog.session (
    id         uuid        primary key default uuidv7(),
    account_id uuid        not null,
    family     uuid        not null,
    token_hash bytea       not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    used_at    timestamptz,
    revoked_at timestamptz,
    constraint session_account     foreign key (account_id) references catalog.account on delete cascade,
    constraint session_token_taken unique (token_hash),
    constraint session_token_size  check (octet_length(token_hash) = 32)
);

comment on table  catalog.session            is 'A refresh token; each is used once and followed by another of its family';
comment on column catalog.session.token_hash is 'SHA-256; the token itself is kept nowhere';
comment on column catalog.session.used_at    is 'When it was exchanged; a second time revokes the family';

create index session_by_account on catalog.session (account_id);
create index session_by_family  on catalog.session (family);
create index session_by_expiry  on catalog.session (expires_at);


create table catalog.api_key (
    id           uuid        primary key default uuidv7(),
    account_id   uuid        not null,
    name         text        not null,
    prefix       text        not null,
    token_hash   bytea       not null,
    scopes       text[]      not null,
    created_at   timestamptz not null default now(),
    expires_at   timestamptz,
    last_used_at timestamptz,
    revoked_at   timestamptz,
    constraint api_key_account      foreign key (account_id) references catalog.account on delete cascade,
    constraint api_key_token_taken  unique (token_hash),
    constraint api_key_token_size   check (octet_length(token_hash) = 32),
    constraint api_key_name_shape   check (name <> '' and catalog.is_line(name, 200)),
    constraint api_key_prefix_shape check (prefix ~ '^[A-Za-z0-9_]{4,32}$'),
    constraint api_key_scopes_shape check (catalog.is_list_of_lines(scopes, 20, 60))
);

comment on table  catalog.api_key        is 'How another service calls the API; shown once, kept as a hash';
comment on column catalog.api_key.prefix is 'Its beginning, by which people tell keys apart';

create index api_key_by_account on catalog.api_key (account_id);


create table catalog.idempotency_key (
    actor       text        not null,
    key         text        not null,
    fingerprint bytea       not null,
    status      smallint    not null,
    headers     json        not null,
    body        bytea       not null,
    created_at  timestamptz not null default now(),
    primary key (actor, key),
    constraint idempotency_key_shape        check (key <> '' and catalog.is_line(key, 255)),
    constraint idempotency_key_status_range check (status between 200 and 599)
);

comment on table  catalog.idempotency_key             is 'The answer that a write was given, for when it is asked again';
comment on column catalog.idempotency_key.fingerprint is 'Hash of the request; another request with the same key is refused';

create index idempotency_key_by_age on catalog.idempotency_key (created_at);


grant select, insert, update, delete
   on catalog.account, catalog.session, catalog.api_key, catalog.idempotency_key
   to write_api;
