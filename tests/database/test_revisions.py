"""Every transaction that writes to the catalog is one numbered revision."""

import os
import subprocess

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from infra.postgres.binaries import binary
from tests.database.shop import add_category, add_media, add_product, changes, insert, revision
from tests.postgres import SUPERUSER, Postgres

NEWEST = text("select * from staff.revision_log order by number desc limit 1")


def test_a_transaction_of_many_statements_is_one_revision(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        before = revision(connection)
        category = add_category(connection, "mugs")
        add_product(connection, "blue-mug", category_id=category, variants=2, options=["Glaze"])
        connection.execute(text("update catalog.product set title = 'Bluer mug'"))
        connection.commit()
        assert revision(connection) == before + 1
        assert changes(connection, before + 1) == [
            ("category", "insert"),
            ("product", "insert"),
            ("variant", "insert"),
            ("variant", "insert"),
        ]


def test_sql_typed_in_psql_is_a_revision_by_its_role(catalog: Postgres) -> None:
    host, port = catalog.primary.split(":")
    where = f"host={host} port={port} user=catalog_owner dbname={catalog.name}"
    command = [str(binary("psql")), "--dbname", where, "--set", "ON_ERROR_STOP=1"]
    statements = (
        "begin; update catalog.setting set value = '\"Potters\"' where key = 'name';"
        "insert into catalog.category (slug, title) values ('mugs', 'Mugs'); commit;"
    )
    with catalog.connection("write_api") as connection:
        before = revision(connection)
    environment = {**os.environ, "PGPASSWORD": catalog.passwords["catalog_owner"]}
    subprocess.run([*command, "-c", statements], env=environment, check=True, capture_output=True, timeout=20)
    with catalog.connection("write_api") as connection:
        assert revision(connection) == before + 1
        assert connection.execute(NEWEST).one().actor == "catalog_owner"
        assert changes(connection, before + 1) == [("category", "insert"), ("setting", "update")]


def test_a_revision_says_who_made_it_and_why(catalog: Postgres) -> None:
    told = {"actor": "Ada", "reason": "spring sale", "request_id": "r-1", "idempotency_key": "k-1"}
    with catalog.connection("write_api") as connection:
        for name, value in told.items():
            connection.execute(
                text("select set_config('mstore.' || :name, :value, true)"), {"name": name, "value": value}
            )
        add_category(connection, "mugs")
        assert told.items() <= connection.execute(NEWEST).one()._asdict().items()


def test_what_was_said_of_one_transaction_is_not_said_of_the_next(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        connection.execute(text("set local mstore.actor = 'Ada'"))
        add_category(connection, "mugs")
        connection.commit()
        add_category(connection, "bowls")
        assert connection.execute(NEWEST).one().actor == "write_api"


def test_a_rollback_leaves_no_revision(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        before = state(connection)
        add_product(connection, "blue-mug")
        connection.rollback()
        assert state(connection) == before


def test_a_rolled_back_savepoint_leaves_no_revision(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        before = state(connection)
        with connection.begin_nested() as savepoint:
            add_product(connection, "blue-mug")
            savepoint.rollback()
        connection.commit()
        assert state(connection) == before


def test_writing_after_a_rolled_back_savepoint_is_a_revision(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        before = revision(connection)
        with connection.begin_nested() as savepoint:
            add_product(connection, "blue-mug")
            savepoint.rollback()
        add_category(connection, "mugs")
        connection.commit()
        assert revision(connection) == before + 1
        assert changes(connection, before + 1) == [("category", "insert")]


def test_every_number_has_a_nonce_of_its_own(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        first = revision(connection) + 1
        for number in range(50):
            add_category(connection, f"category-{number}")
            connection.commit()
        statement = text(
            "select number, nonce from published.revision_log where number >= :first order by number"
        )
        rows = connection.execute(statement, {"first": first}).all()
        assert [row.number for row in rows] == list(range(first, first + 50))
        assert len({row.nonce for row in rows}) == 50
        newest = connection.execute(text("select number, nonce from published.revision")).one()
        assert newest == rows[-1]


def test_a_revision_can_be_taken_before_anything_is_locked(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        before = revision(connection)
        taken = connection.execute(text("select catalog.take_revision()")).scalar_one()
        add_category(connection, "mugs")
        connection.commit()
        assert before + 1 == taken == revision(connection)


def test_pictures_and_accounts_are_no_revisions(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        before = state(connection)
        insert(connection, "account", email="ada@example.com", role="owner", password_hash="$argon2id$v=19$")
        add_media(connection)
        connection.commit()
        assert state(connection) == before


@pytest.mark.parametrize(
    "forgery",
    [
        "update catalog.revision set number = number + 1",
        "update catalog.revision set xid = pg_current_xact_id()",
        "delete from catalog.revision",
        "insert into catalog.revision_log (number, nonce, at, actor) values (99999, 'x', now(), 'me')",
        "update catalog.revision_log set actor = 'somebody else'",
        "delete from catalog.change",
        "insert into catalog.change (revision, entity, id) values (1, 'product', 'x')",
        "select catalog.record_change()",
        "alter table catalog.product disable trigger all",
        "set session_replication_role = replica",
        "create temporary table product (id uuid)",
    ],
)
def test_no_service_can_forge_a_revision(catalog: Postgres, forgery: str) -> None:
    with (
        catalog.connection("write_api") as connection,
        pytest.raises(DBAPIError, match=r"permission denied|must be owner"),
    ):
        connection.execute(text(forgery))


def test_no_setting_can_pass_for_a_revision(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        before = revision(connection)
        for name in ("revision", "xid", "number", "taken"):
            connection.execute(text(f"select set_config('mstore.{name}', '1', false)"))
        add_category(connection, "mugs")
        connection.commit()
        assert revision(connection) == before + 1


@pytest.mark.parametrize(
    "table",
    ["product", "variant", "category", "product_media", "slug_history", "setting", "revision", "change"],
)
def test_truncate_is_refused_even_to_the_owner(catalog: Postgres, table: str) -> None:
    with (
        catalog.connection("catalog_owner") as connection,
        pytest.raises(DBAPIError, match="would leave no trace"),
    ):
        connection.execute(text(f"truncate catalog.{table} cascade"))


def state(connection: Connection) -> tuple[object, ...]:
    """All that says how many revisions there are."""
    statement = text("""
        select number, nonce, at, xid,
               (select count(*) from catalog.revision_log), (select count(*) from catalog.change)
          from catalog.revision
    """)
    return tuple(connection.execute(statement).one())


DATES = """
    select dated_at is not null as is_dated, at, lag(at) over (order by number) as former
      from published.revision_log order by number desc limit 21
"""


def test_only_the_first_revision_of_a_second_has_a_date(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        for number in range(20):
            if number % 7 == 0:
                connection.execute(text("select pg_sleep(1)"))
            connection.execute(text("select catalog.take_revision()"))
            connection.commit()
        rows = connection.execute(text(DATES)).all()[:20]
        newest = connection.scalar(text("select dated_at from published.revision"))
    expected = [row.at.replace(microsecond=0) > row.former.replace(microsecond=0) for row in rows]
    assert [row.is_dated for row in rows] == expected
    assert True in expected
    assert False in expected
    assert newest == (rows[0].at if rows[0].is_dated else None)


def test_times_do_not_run_backwards_with_another_clock(catalog: Postgres) -> None:
    with catalog.connection(SUPERUSER) as connection, connection.begin():
        ahead = "update catalog.revision set at = now() + interval '3 s' returning at"
        future = connection.execute(text(ahead)).scalar_one()
    with catalog.connection("write_api") as connection:
        connection.execute(text("select catalog.take_revision()"))
        assert connection.scalar(text("select at from published.revision")) == future
