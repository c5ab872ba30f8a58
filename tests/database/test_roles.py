"""Who may do what is decided by PostgreSQL: readers read replicas, the writer cannot touch the history."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError

from tests.database.shop import add_category, add_product
from tests.postgres import Postgres

READERS = ("read_public", "read_staff")
TABLES = text("select tablename from pg_tables where schemaname = 'catalog'")
VIEWS = text("select viewname from pg_views where schemaname = 'published'")


@pytest.mark.parametrize("role", READERS)
def test_readers_are_turned_away_by_the_leader(catalog: Postgres, role: str) -> None:
    with pytest.raises(OperationalError, match="readers use a replica"), catalog.connection(role):
        pass


@pytest.mark.parametrize("role", READERS)
def test_readers_are_let_in_by_a_replica(catalog: Postgres, role: str) -> None:
    with catalog.connection(role, catalog.standby) as connection:
        assert connection.execute(text("select pg_is_in_recovery()")).scalar_one()
        assert connection.execute(text("show transaction_isolation")).scalar_one() == "repeatable read"
        assert connection.execute(text("show transaction_read_only")).scalar_one() == "on"


def test_others_are_let_in_by_the_leader(catalog: Postgres) -> None:
    for role in ("write_api", "catalog_owner", "postgres"):
        with catalog.connection(role) as connection:
            assert connection.execute(text("select session_user")).scalar_one() == role


@pytest.mark.parametrize("role", READERS)
def test_readers_see_no_table(catalog: Postgres, role: str) -> None:
    with catalog.connection("catalog_owner") as connection:
        tables = connection.execute(TABLES).scalars().all()
    assert "product" in tables
    for table in tables:
        with (
            catalog.connection(role, catalog.standby) as connection,
            pytest.raises(DBAPIError, match="denied for schema"),
        ):
            connection.execute(text(f"select count(*) from catalog.{table}"))  # noqa: S608


@pytest.mark.parametrize("role", READERS)
@pytest.mark.parametrize("right", ["insert", "update", "delete", "truncate", "references", "trigger"])
def test_readers_have_no_right_to_write_anything(catalog: Postgres, role: str, right: str) -> None:
    statement = text("""
        select count(*) from pg_class
         where relkind in ('r', 'v', 'S')
           and relnamespace in ('catalog'::regnamespace, 'staff'::regnamespace, 'published'::regnamespace)
           and has_table_privilege(:role, oid, :right)
    """)
    with catalog.connection("catalog_owner") as connection:
        assert connection.execute(statement, {"role": role, "right": right}).scalar_one() == 0


def test_the_public_reader_does_not_see_what_is_for_the_staff(catalog: Postgres) -> None:
    for view in ("product", "category", "change", "revision_log"):
        statement = text(f"select * from staff.{view}")  # noqa: S608
        with (
            catalog.connection("read_public", catalog.standby) as connection,
            pytest.raises(DBAPIError, match="staff"),
        ):
            connection.execute(statement)


def test_no_published_view_shows_a_draft(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        category = add_category(connection, "mugs")
        add_product(connection, "secret-draft", status="draft", category_id=category, tags=["secret-tag"])
        connection.execute(
            text("update catalog.product set slug = 'secret-slug', description = 'secret text'")
        )
        connection.commit()
    assert "secret" not in everything_published(catalog)


def test_a_product_that_is_a_draft_again_is_not_shown_as_it_is_now(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        add_product(connection, "blue-mug")
        connection.commit()
        connection.execute(
            text("update catalog.product set status = 'draft', title = 'secret', slug = 'secret'")
        )
        connection.commit()
    assert "secret" not in everything_published(catalog)


def everything_published(catalog: Postgres) -> str:
    catalog.wait_for_replay()
    with catalog.connection("read_public", catalog.standby) as connection:
        views = connection.execute(VIEWS).scalars().all()
        rows = [connection.execute(text(f"select * from published.{view}")).all() for view in views]  # noqa: S608
    assert {"product", "category", "withdrawn", "slug_history"} <= set(views)
    return str(rows)


@pytest.mark.parametrize("table", ["revision", "revision_log", "change", "currency", "migration"])
@pytest.mark.parametrize("right", ["insert", "update", "delete", "truncate"])
def test_the_writer_cannot_touch_the_history(catalog: Postgres, table: str, right: str) -> None:
    statement = text("select has_table_privilege('write_api', 'catalog.' || :table, :right)")
    with catalog.connection("write_api") as connection:
        assert not connection.execute(statement, {"table": table, "right": right}).scalar_one()


def test_the_writer_cannot_set_what_products_tell_of_a_category(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection, pytest.raises(DBAPIError, match="permission denied"):
        connection.execute(text("update catalog.category set product_count = 5"))


def test_nobody_but_the_owner_makes_tables(catalog: Postgres) -> None:
    for schema in ("catalog", "staff", "published", "public", "login", "pg_temp"):
        with (
            catalog.connection("write_api") as connection,
            pytest.raises(DBAPIError, match="permission denied"),
        ):
            connection.execute(text(f"create table {schema}.mine (id integer)"))
