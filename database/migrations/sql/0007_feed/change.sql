-- What other services are told: which public thing a revision changed, and nothing of what is not public.

-- A page of the feed reads this index and so many of its entries as it has rows, however much was changed before it and
-- however many drafts. The condition is the view's, word for word: otherwise the planner would not use the index.
create index change_public on catalog.change (revision, entity, id)
    where entity in ('category', 'setting')
       or (entity = 'product' and (before @> '{"is_public": true}' or after @> '{"is_public": true}'));


-- A product shows here when it was public before the revision or after it. Its variants and pictures do not: what
-- happens to them is a change of the product too.
create view published.change as
select revision, entity, id
  from catalog.change
 where entity in ('category', 'setting')
    or (entity = 'product' and (before @> '{"is_public": true}' or after @> '{"is_public": true}'));

comment on view published.change is 'Which public things each revision changed';

grant select on published.change to read_public, read_staff, write_api;
