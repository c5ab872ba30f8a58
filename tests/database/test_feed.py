"""What the feed is made of: changes of what is public and of nothing else, and how far back they go."""

from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import ProgrammingError

from tests.database.shop import add_category, add_product, add_variant, revision
from tests.postgres import SUPERUSER, Postgres


def told(connection: Connection, after: int) -> list[tuple[str, str]]:
    """Entity and id of what is told after a revision."""
    statement = text("""
        select entity, id from published.change where revision > :after order by revision, entity, id
    """)
    return [tuple(row) for row in connection.execute(statement, {"after": after})]


def change(connection: Connection, product: object, assignment: str) -> None:
    connection.execute(text(f"update catalog.product set {assignment} where id = :id"), {"id": product})  # noqa: S608
    connection.commit()


def test_a_draft_is_told_of_while_it_is_public_and_not_before_or_after(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        before = revision(connection)
        mug = add_product(connection, "mug", status="draft")
        change(connection, mug, "title = 'A secret'")
        assert told(connection, before) == []
        change(connection, mug, "status = 'active'")
        change(connection, mug, "status = 'draft'")
        told_of = told(connection, before)
        assert told_of == [("product", str(mug))] * 2
        change(connection, mug, "title = 'Another secret'")
        change(connection, mug, "deleted_at = now()")
        assert told(connection, before) == told_of


def test_whatever_shows_in_a_product_is_told_as_a_change_of_it(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        category = add_category(connection, "mugs")
        mug = add_product(connection, "mug", category_id=category)
        connection.commit()
        before = revision(connection)
        add_variant(
            connection,
            add_product(connection, "draft", status="draft", options=["Size"]),
            option_values=["L"],
        )
        connection.execute(text("update catalog.variant set price = 1 where product_id = :id"), {"id": mug})
        connection.commit()
        assert told(connection, before) == [("product", str(mug))]
        connection.execute(text("update catalog.category set title = 'Cups'"))
        connection.commit()
        assert told(connection, before)[1:] == [("category", str(category)), ("product", str(mug))]


def test_a_page_of_the_feed_is_read_from_an_index_of_what_is_public(catalog: Postgres) -> None:
    plan = text("""
        explain (costs off) select revision, entity, id from published.change
         where (revision, entity, id) > (1, '', '') order by revision, entity, id limit 101
    """)
    with catalog.connection(SUPERUSER) as connection:
        for other in ("enable_seqscan", "enable_bitmapscan", "enable_sort"):  # as with many rows
            connection.execute(text(f"set {other} = off"))
        lines = connection.execute(plan).scalars().all()
    assert any("change_public" in line for line in lines), lines
    assert not any("Filter" in line or "Sort" in line for line in lines), lines


@pytest.fixture
def old(catalog: Postgres) -> Any:
    """A connection whose transaction sees all but the last two revisions as a year old; it is rolled back."""
    with catalog.connection(SUPERUSER) as connection:
        for slug in ("one", "two"):
            add_category(connection, slug)
            connection.commit()
        connection.execute(
            text("""
            update catalog.revision_log set at = now() - interval '1 year'
             where number < (select number - 1 from catalog.revision)
        """)
        )
        # Whoever purged before may have left it otherwise.
        connection.execute(
            text("update catalog.history set oldest = (select min(number) from catalog.revision_log)")
        )
        yield connection


def purge(connection: Connection, keep: str, at_most: int = 1_000_000) -> int:
    statement = text("select catalog.purge_history(cast(:keep as interval), :at_most)")
    gone: int = connection.execute(statement, {"keep": keep, "at_most": at_most}).scalar_one()
    return gone


def known(connection: Connection) -> tuple[int, int, int]:
    """The oldest revision that history says it knows, that it has, and that it has changes of."""
    statement = text("""
        select (select oldest from published.history), (select min(number) from published.revision_log),
               (select min(revision) from catalog.change)
    """)
    oldest, logged, changed = connection.execute(statement).one()
    return oldest, logged, changed


def test_history_is_purged_up_to_what_is_to_be_kept_and_that_is_no_revision(old: Connection) -> None:
    newest, (was, *_) = revision(old), known(old)
    gone = purge(old, "30 days")
    assert known(old) == (newest - 1,) * 3
    assert gone == newest - 1 - max(was, 1)
    assert revision(old) == newest
    assert purge(old, "30 days") == 0


def test_the_newest_revision_is_kept_however_old_it_is(old: Connection) -> None:
    old.execute(text("update catalog.revision_log set at = now() - interval '1 year'"))
    purge(old, "0 days")
    assert known(old) == (revision(old),) * 3


def test_history_is_purged_in_steps_and_says_each_time_how_far_it_goes(old: Connection) -> None:
    was, *_ = known(old)
    assert purge(old, "30 days", at_most=3) == 3
    assert known(old)[:2] == (max(was, 1) + 3,) * 2


def test_a_revision_after_one_that_is_kept_is_kept_whatever_the_clock_said(old: Connection) -> None:
    old.execute(
        text("""
        update catalog.revision_log set at = now() - interval '1 year'
         where number = (select number from catalog.revision)
    """)
    )
    purge(old, "30 days")
    assert known(old)[0] == revision(old) - 1


def test_the_writer_may_purge_and_not_delete_as_it_likes(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        assert purge(connection, "100 years") == 0
        for table in ("history", "revision_log", "change"):
            with pytest.raises(ProgrammingError, match="permission denied"), connection.begin_nested():
                connection.execute(text(f"delete from catalog.{table}"))  # noqa: S608
