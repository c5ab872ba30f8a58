"""History is told of what people write, and of nothing else."""

import pytest
from sqlalchemy import text

from tests.postgres import Postgres

DERIVED = {
    "product": {
        "id",
        "currency",
        "price_min",
        "price_max",
        "available",
        "has_image",
        "skus",
        "published_at",
        "created_at",
        "updated_at",
        "revision",
        "revision_nonce",
        "is_public",
        "title_key",
        "search",
    },
    "variant": {"id", "product_id", "currency", "deleted_at", "available"},
    "product_media": {"id", "product_id"},
    "category": {
        "id",
        "product_count",
        "lead_product_id",
        "created_at",
        "updated_at",
        "revision",
        "revision_nonce",
    },
    "setting": {"key", "revision", "revision_nonce"},
}
"""By table, what a trigger derives or never changes."""


@pytest.mark.parametrize("table", DERIVED)
def test_each_column_is_either_written_by_people_or_derived(catalog: Postgres, table: str) -> None:
    with catalog.connection("write_api") as connection:
        own = set(connection.scalar(text("select catalog.own_columns(:table)"), {"table": table}))
        columns = text(
            "select attname from pg_attribute where attrelid = cast(:table as regclass) and attnum > 0"
        )
        every = set(connection.scalars(columns, {"table": f"catalog.{table}"}))
    assert own.isdisjoint(DERIVED[table])
    assert own | DERIVED[table] == every


def test_every_table_with_a_history_is_told_or_derived_as_a_whole(catalog: Postgres) -> None:
    kept = text("select tgrelid::regclass::text from pg_trigger where tgname = 'a_change'")
    with catalog.connection("write_api") as connection:
        tables = {name.removeprefix("catalog.") for name in connection.scalars(kept)}
    assert tables == DERIVED.keys() | {"slug_history"}


def test_the_history_of_a_product_is_found_by_an_index(catalog: Postgres) -> None:
    query = text("explain select * from staff.edit where product_id = 'x'")
    with catalog.connection("write_api") as connection:
        connection.execute(text("set local enable_seqscan = off"))
        plan = "\n".join(connection.scalars(query))
    assert "change_by_product" in plan
