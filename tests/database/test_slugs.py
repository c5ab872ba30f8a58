"""Former slugs of published products lead to them; what was withdrawn is known as gone."""

from sqlalchemy import Connection, text

from tests.database.shop import add_product
from tests.postgres import Postgres

RENAME = text("update catalog.product set slug = :new where slug = :old")
MOVED = text("select slug, current_slug, state from published.slug_history order by slug")
WITHDRAWN = text("select slug, title from published.withdrawn order by slug")


def rename(connection: Connection, old: str, new: str) -> None:
    connection.execute(RENAME, {"old": old, "new": new})


def moved(connection: Connection) -> list[tuple[str, str, str]]:
    return [(row.slug, row.current_slug, row.state) for row in connection.execute(MOVED)]


def test_every_former_slug_leads_to_the_present_one(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        add_product(connection, "mug")
        rename(connection, "mug", "blue-mug")
        rename(connection, "blue-mug", "big-blue-mug")
        assert moved(connection) == [("blue-mug", "big-blue-mug", "moved"), ("mug", "big-blue-mug", "moved")]


def test_slugs_of_a_draft_are_not_kept(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        add_product(connection, "mug", status="draft")
        rename(connection, "mug", "blue-mug")
        connection.execute(text("update catalog.product set status = 'active'"))
        assert moved(connection) == []


def test_a_slug_in_use_wins_over_its_history(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        add_product(connection, "mug")
        rename(connection, "mug", "blue-mug")
        add_product(connection, "mug")
        assert moved(connection) == []
        rename(connection, "mug", "red-mug")
        assert moved(connection) == [("mug", "red-mug", "moved")]


def test_a_product_that_takes_its_slug_back_leaves_no_loop(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        add_product(connection, "mug")
        rename(connection, "mug", "blue-mug")
        rename(connection, "blue-mug", "mug")
        assert moved(connection) == [("blue-mug", "mug", "moved")]


def test_what_was_archived_or_trashed_is_withdrawn_with_its_former_slugs(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        for slug in ("archived", "trashed", "draft", "active"):
            add_product(connection, slug)
            rename(connection, slug, f"{slug}-mug")
        connection.execute(text("update catalog.product set status = 'archived' where slug = 'archived-mug'"))
        connection.execute(text("update catalog.product set status = 'draft' where slug = 'draft-mug'"))
        connection.execute(text("update catalog.product set deleted_at = now() where slug = 'trashed-mug'"))
        withdrawn = [tuple(row) for row in connection.execute(WITHDRAWN)]
        assert withdrawn == [("archived-mug", "Archived"), ("trashed-mug", "Trashed")]
        assert [(slug, state) for slug, _, state in moved(connection)] == [
            ("active", "moved"),
            ("archived", "withdrawn"),
            ("trashed", "withdrawn"),
        ]


def test_what_was_never_published_was_never_withdrawn(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        add_product(connection, "mug", status="draft")
        connection.execute(text("update catalog.product set status = 'archived'"))
        assert connection.execute(WITHDRAWN).all() == []
