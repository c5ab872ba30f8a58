"""A catalog that has pictures already shows them in the formats that they have."""

from alembic import command
from sqlalchemy import text

from database.connection import connect, leader_url
from database.migrate import _configuration, migrate
from database.roles import make_roles
from tests.database.shop import FORMATS, add_media, add_product, insert, revision
from tests.postgres import Postgres, migration_settings, role_settings

NAME = "mstore_with_pictures"
BEFORE = "0010_history"
FROM_BEFORE = FORMATS[1:]  # there was no AVIF
DOCUMENT = text("select document -> 'images' -> 0 from published.product_document")


def test_a_catalog_with_pictures_is_migrated(postgres: Postgres) -> None:
    settings = migration_settings(postgres).model_copy(update={"database_name": NAME})
    make_roles(role_settings(postgres).model_copy(update={"database_name": NAME}))
    url = leader_url(settings, "catalog_owner", settings.owner_password.get_secret_value())
    try:
        with connect(url, 5) as connection, connection.begin():
            connection.execute(text("create schema if not exists catalog"))
            command.upgrade(_configuration(connection), BEFORE)
            media = add_media(connection, formats=FROM_BEFORE)
            insert(connection, "product_media", product_id=add_product(connection, "mug"), media=media)
            before, known = connection.scalar(DOCUMENT), revision(connection)
        migrate(settings)
        with connect(url, 5) as connection:
            shown = connection.scalar(DOCUMENT)
            assert [source["type"] for source in shown.pop("sources")] == ["image/webp", "image/jpeg"]
            assert shown == before, "who knows no sources finds what there was"
            assert revision(connection) == known + 1, "what was kept of listings goes"
    finally:
        with postgres.connection("postgres") as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT")
            connection.execute(text(f"drop database if exists {NAME} with (force)"))
