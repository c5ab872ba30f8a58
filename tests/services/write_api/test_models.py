"""The models and the migrated database, side by side."""

import pytest
from sqlalchemy import Table, create_engine, inspect
from sqlalchemy.engine.interfaces import ReflectedColumn
from sqlalchemy.types import TypeEngine

from tests.postgres import Postgres
from write_api.database import Base

DIALECT = create_engine("postgresql+psycopg2://").dialect
TABLES = sorted(Base.metadata.tables.values(), key=lambda table: table.name)


def test_these_are_the_tables_that_are_written() -> None:
    assert {table.name for table in TABLES} == {
        "account",
        "api_key",
        "attempt",
        "audit",
        "category",
        "challenge",
        "currency",
        "idempotency_key",
        "import",
        "import_chunk",
        "media",
        "media_rendition",
        "passkey",
        "product",
        "product_media",
        "recovery_code",
        "session",
        "setting",
        "totp",
        "variant",
    }


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_each_column_has_the_type_that_it_has_in_the_database(postgres: Postgres, table: Table) -> None:
    there = reflected(postgres, table)

    for column in table.columns:
        assert spelled(column.type) == spelled(there[column.name]["type"]), column.name


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_a_model_leaves_nothing_empty_that_the_database_wants_filled(
    postgres: Postgres, table: Table
) -> None:
    there = reflected(postgres, table)

    assert {column.name for column in table.columns if column.nullable} <= {
        name for name, column in there.items() if column["nullable"]
    }


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_rows_are_named_by_the_same_columns(postgres: Postgres, table: Table) -> None:
    with postgres.connection("postgres") as connection:
        key = inspect(connection).get_pk_constraint(table.name, schema=table.schema)

    assert {column.name for column in table.primary_key} == set(key["constrained_columns"])


def reflected(postgres: Postgres, table: Table) -> dict[str, ReflectedColumn]:
    with postgres.connection("postgres") as connection:
        return {
            column["name"]: column
            for column in inspect(connection).get_columns(table.name, schema=table.schema)
        }


def spelled(kind: TypeEngine[object]) -> str:
    return kind.compile(dialect=DIALECT)
