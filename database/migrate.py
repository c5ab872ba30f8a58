"""Brings the schema to its newest revision: one job at a time, in one transaction, the shop going on."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text

from database.connection import connect, leader_url
from database.settings import MigrationSettings

# Any number will do, as long as every job takes the same one.
ADVISORY_LOCK = 8_105_221_001
# Jobs queue for the advisory lock this long. A migration waits for a table only briefly, because reads and
# writes of the table queue behind it.
JOB_TIMEOUT = "120s"
LOCK_TIMEOUT = "3s"
STATEMENT_TIMEOUT = "120s"


def migrate(settings: MigrationSettings) -> tuple[str | None, str | None]:
    """Run what has not run yet; answers the revisions before and after, which may be the same.

    Raises NoLeader, or sqlalchemy.exc.DBAPIError when PostgreSQL refuses: then nothing has changed.
    """
    url = leader_url(settings, "catalog_owner", settings.owner_password.get_secret_value())
    with connect(url, settings.leader_timeout) as connection, connection.begin():
        _take_turn(connection)
        before = current_revision(connection)
        command.upgrade(_configuration(connection), "head")
        return before, current_revision(connection)


def current_revision(connection: Connection) -> str | None:
    """The newest migration that ran, or None in an empty database."""
    options = {"version_table": "migration", "version_table_schema": "catalog"}
    return MigrationContext.configure(connection, opts=options).get_current_revision()


def _take_turn(connection: Connection) -> None:
    _set(connection, "statement_timeout", "0")
    _set(connection, "lock_timeout", JOB_TIMEOUT)
    connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": ADVISORY_LOCK})
    _set(connection, "lock_timeout", LOCK_TIMEOUT)
    _set(connection, "statement_timeout", STATEMENT_TIMEOUT)
    _set(connection, "mstore.reason", "migration")
    connection.execute(text("create schema if not exists catalog"))


def _set(connection: Connection, name: str, value: str) -> None:
    connection.execute(text("select set_config(:name, :value, true)"), {"name": name, "value": value})


def _configuration(connection: Connection) -> Config:
    configuration = Config()
    configuration.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    configuration.set_main_option("path_separator", "os")
    configuration.attributes["connection"] = connection
    return configuration
