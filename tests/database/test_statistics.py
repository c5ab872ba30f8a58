"""What the planner believes of the tables' sizes, just after a shop was filled."""

import pytest
from sqlalchemy import Connection, text

from tests.database.shop import add_product
from tests.postgres import SUPERUSER, Postgres

OF_EACH_PRODUCT = ("product", "variant", "product_document", "word_set", "listing", "searched")
MANY = text("""
    with added as (
        insert into catalog.product (slug, title, status)
        select 'mug-' || number, 'Mug ' || number, 'active' from generate_series(1, 300) as number
        returning id
    )
    insert into catalog.variant (product_id, price) select id, 1000 from added
""")


def analyze(postgres: Postgres) -> None:
    """As autovacuum does when much has changed."""
    with postgres.connection(SUPERUSER) as connection, connection.begin():
        connection.execute(text("analyze " + ", ".join(f"catalog.{table}" for table in OF_EACH_PRODUCT)))


def fill(postgres: Postgres) -> None:
    with postgres.connection("write_api") as connection, connection.begin():
        connection.execute(MANY)


def known_rows(connection: Connection) -> dict[str, int]:
    """What was counted when each table was last analyzed; -1 where that is unknown."""
    statement = text(
        "select relname, reltuples from pg_class"
        " where relnamespace = 'catalog'::regnamespace and relname = any (:tables)"
    )
    rows = connection.execute(statement, {"tables": [*OF_EACH_PRODUCT]})
    return {row.relname: row.reltuples for row in rows}


def expected_rows(connection: Connection, table: str) -> int:
    """How many rows the planner expects."""
    plan = connection.execute(text(f"explain (format json) select from catalog.{table}")).scalar_one()
    rows: int = plan[0]["Plan"]["Plan Rows"]
    return rows


@pytest.mark.parametrize("left", [0, 3])
def test_a_shop_that_was_analyzed_when_empty_is_not_taken_for_empty_once_it_is_filled(
    catalog: Postgres, left: int
) -> None:
    fill(catalog)
    catalog.empty_catalog()
    with catalog.connection("write_api") as connection, connection.begin():
        for number in range(left):
            add_product(connection, f"left-{number}")
    analyze(catalog)
    with catalog.connection(SUPERUSER) as connection:
        assert known_rows(connection) == dict.fromkeys(OF_EACH_PRODUCT, left)
        fill(catalog)
        expected = {table: expected_rows(connection, table) for table in OF_EACH_PRODUCT}
    assert min(expected.values()) > 100, expected


def test_what_is_known_of_filled_tables_stays(catalog: Postgres) -> None:
    fill(catalog)
    analyze(catalog)
    with catalog.connection("write_api") as connection, connection.begin():
        add_product(connection, "one-more")
    with catalog.connection(SUPERUSER) as connection:
        assert known_rows(connection) == dict.fromkeys(OF_EACH_PRODUCT, 300)


def test_no_write_waits_for_whoever_counts_a_table(catalog: Postgres) -> None:
    fill(catalog)
    catalog.empty_catalog()
    analyze(catalog)
    with catalog.connection(SUPERUSER) as counting, counting.begin():
        counting.execute(text("lock table catalog.product in share update exclusive mode"))
        fill(catalog)
        assert known_rows(counting) == dict.fromkeys(OF_EACH_PRODUCT, -1) | {"product": 0}
