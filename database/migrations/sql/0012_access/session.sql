-- Where a session is, so that people can tell theirs apart.

alter table catalog.session
    add column began_at   timestamptz not null default now(),
    add column address    inet,
    add column user_agent text,
    add column factor     text;

comment on column catalog.session.began_at is 'When its family was begun, by a login';
comment on column catalog.session.factor   is 'What was shown beside the password';

update catalog.session
   set began_at = (select min(first.created_at) from catalog.session as first where first.family = session.family);

-- Asked with every write.
create function catalog.is_in_force(account_id uuid, role text, family uuid, api_key_id uuid) returns boolean
    language sql stable parallel safe
    return exists (select from catalog.account
                    where account.id = $1 and account.role = $2 and disabled_at is null)
       and ($3 is null or exists (select from catalog.session
                                   where session.family = $3 and session.account_id = $1 and revoked_at is null))
       and ($4 is null or exists (select from catalog.api_key
                                   where api_key.id = $4 and api_key.account_id = $1 and revoked_at is null
                                     and (expires_at is null or expires_at > now())));

comment on function catalog.is_in_force(uuid, text, uuid, uuid) is
    'Whether what an access token says is still so: the account''s role, and the session or key that it came from';

grant execute on function catalog.is_in_force(uuid, text, uuid, uuid) to write_api;
