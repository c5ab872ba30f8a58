"""A catalog that has products already is searched and sorted as a new one."""

from alembic import command
from sqlalchemy import Connection, text

from database.connection import connect, leader_url
from database.migrate import _configuration, migrate
from database.roles import make_roles
from tests.database.shop import add_product, add_variant, revision
from tests.postgres import Postgres, migration_settings, role_settings

NAME = "mstore_with_data"
BEFORE = "0004_views"


def test_a_catalog_with_products_is_migrated(postgres: Postgres) -> None:
    settings = migration_settings(postgres).model_copy(update={"database_name": NAME})
    make_roles(role_settings(postgres).model_copy(update={"database_name": NAME}))
    url = leader_url(settings, "catalog_owner", settings.owner_password.get_secret_value())
    try:
        with connect(url, 5) as connection, connection.begin():
            fill_old_catalog(connection)
            known = revision(connection)
        migrate(settings)
        with connect(url, 5) as connection:
            assert titles(connection) == ["Mug 2", "Mug 10"]
            assert [searched(connection, word) for word in ("mug", "mug 2", "cup", "cups")] == [2, 1, 2, 0]
            assert words(connection) == {
                "mug": 2,
                "2": 1,
                "10": 1,
                "cup": 2,
                "01": 2,
                "-01": 2,
                "a": 1,
                "b": 1,
            }
            assert revision(connection) == known + 1, "what readers cached of the old order goes"
    finally:
        with postgres.connection("postgres") as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT")
            connection.execute(text(f"drop database if exists {NAME} with (force)"))


def fill_old_catalog(connection: Connection) -> None:
    connection.execute(text("create schema if not exists catalog"))
    command.upgrade(_configuration(connection), BEFORE)
    for title, sku in (("Mug 10", "CUP-01-A"), ("Mug 2", "CUP-01-B")):
        add_variant(connection, add_product(connection, sku.lower(), variants=0, title=title), sku=sku)


def titles(connection: Connection) -> list[str]:
    return list(connection.scalars(text("select title from published.product order by title_key, id")))


def searched(connection: Connection, q: str) -> int:
    """How many products the narrow rows find, which came later than the products."""
    query = "select count(*) from published.searched where words @@ published.search_query(:q)"
    return int(connection.execute(text(query), {"q": q}).scalar_one())


def words(connection: Connection) -> dict[str, int]:
    rows = connection.execute(text("select word, products from published.search_word"))
    return {row.word: row.products for row in rows}
