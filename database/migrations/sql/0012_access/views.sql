-- What the staff may see of accounts: no secret, and no hash of one.

create view catalog.account_named as
select id, json_build_object('id', id, 'email', email, 'name', name) as account
  from catalog.account;

comment on view catalog.account_named is 'Accounts as JSON, for the views of what belongs to one';


create view staff.account as
select account.id, email, name, role, disabled_at, password_change_required,
       array_remove(array[
           case when exists (select from catalog.totp where account_id = account.id and confirmed_at is not null)
                then 'totp' end,
           case when exists (select from catalog.passkey where account_id = account.id)
                then 'passkey' end], null)                                             as second_factors,
       created_at, updated_at, version,
       -- For the tag only:
       nonce
  from catalog.account;

comment on view staff.account is 'Who may log in';


-- Of each family the one token that was not used yet.
create view staff.session as
select session.family as id, named.account, session.began_at, session.created_at as last_used_at, session.expires_at,
       host(session.address) as address, session.user_agent, session.factor as second_factor,
       -- For queries only:
       session.account_id
  from catalog.session
  join catalog.account_named as named on named.id = session.account_id
 where session.used_at is null and session.revoked_at is null and session.expires_at > now();

comment on view staff.session is 'Sessions that can go on: whose, where, and when they were used last';


create view staff.api_key as
select api_key.id, named.account, api_key.name, api_key.prefix, api_key.scopes, api_key.created_at, api_key.expires_at,
       api_key.last_used_at, api_key.revoked_at,
       -- For queries only:
       api_key.account_id
  from catalog.api_key
  join catalog.account_named as named on named.id = api_key.account_id;

comment on view staff.api_key is 'Keys of other services, those that were revoked too';


create view staff.passkey as
select id, name, created_at, last_used_at, account_id
  from catalog.passkey;

comment on view staff.passkey is 'Passkeys, as people tell them apart';


create view staff.recovery_code as
select account_id, count(*)::integer as remaining
  from catalog.recovery_code
 group by account_id;

comment on view staff.recovery_code is 'How many recovery codes an account has';


create view staff.audit as
select audit.id, audit.at, audit.event, named.account, audit.actor,
       (select account.email from catalog.account where account.id::text = audit.actor) as actor_email,
       host(audit.address) as address, audit.user_agent, audit.request_id, audit.detail::json as detail,
       -- For queries only:
       audit.account_id
  from catalog.audit
  left join catalog.account_named as named on named.id = audit.account_id;

comment on view staff.audit is 'Every event of authentication';


grant select on staff.account, staff.session, staff.api_key, staff.passkey, staff.recovery_code, staff.audit
   to read_staff, write_api;
