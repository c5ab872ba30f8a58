-- Of a table that was empty, or nearly, when it was last analyzed, the planner believes that it still has one row, however
-- much has been put into it since: it then reads all of it for each row of another. Until autovacuum comes by, a minute or
-- more, a shop that was emptied and filled again could neither be read nor written. Of a table without statistics the planner
-- goes by its size.
create function catalog.forget_emptiness() returns void
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    emptied regclass;
begin
    for emptied in
        select oid from pg_class
         where relnamespace = 'catalog'::regnamespace and relkind = 'r'
           and reltuples between 0 and 9 and relpages > 0
    loop
        begin
            -- Whoever holds this lock is counting the rows anew, or alters the table: no writer waits for that.
            execute format('lock table %s in share update exclusive mode nowait', emptied);
            perform pg_clear_relation_stats('catalog', relname)
               from pg_class
              where oid = emptied or oid in (select indexrelid from pg_index where indrelid = emptied);
        exception when lock_not_available then
            null;
        end;
    end loop;
end
$$;

comment on function catalog.forget_emptiness() is
    'Takes away what the planner was told of tables that had hardly a row then, and of their indexes';
