-- How often something secret was guessed wrong: by whom, and of whom.

create table catalog.attempt (
    subject      bytea       primary key,
    failures     integer     not null default 0,
    last_at      timestamptz not null default clock_timestamp(),
    forgotten_at timestamptz not null,
    is_told      boolean     not null default false
);

comment on table  catalog.attempt              is 'Failures to log in, counted for an account, an address, or both';
comment on column catalog.attempt.subject      is 'SHA-256 of what is counted: a name here says nothing of whether there is such an account';
comment on column catalog.attempt.forgotten_at is 'When it counts as if there had been none, and may be removed';
comment on column catalog.attempt.is_told      is 'Whether the audit has that a pause refused somebody; once a pause is enough';

create index attempt_by_age on catalog.attempt (forgotten_at);


-- Each failure makes at most three rows and takes ten away, so that a flood finds its bound. What is refused in a pause
-- makes none. How many there are is what the last vacuum or analyze estimated.
create function catalog.forget_attempts(at_most integer) returns void
    language sql as $$
    delete from catalog.attempt
     where subject in (select subject from catalog.attempt
                        where forgotten_at <= now()
                           or (select reltuples > at_most from pg_class where oid = 'catalog.attempt'::regclass)
                        order by forgotten_at
                        limit 10 for update skip locked);
$$;

comment on function catalog.forget_attempts(integer) is
    'Removes a few that are over; of more than so many the oldest, be they over or not';

alter table catalog.attempt set (autovacuum_analyze_threshold = 1000, autovacuum_analyze_scale_factor = 0);

grant select, insert, update, delete on catalog.attempt to write_api;
grant execute on function catalog.forget_attempts(integer) to write_api;
