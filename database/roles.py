"""Makes the roles with their passwords and limits, the database, and what keeps readers off the leader.

Roles belong to the cluster, grants to the migrations.
"""

from pathlib import Path

from psycopg2.extensions import encrypt_password
from sqlalchemy import URL, Connection, text

from database.connection import connect, leader_url, run_file
from database.settings import RoleSettings

ADVISORY_LOCK = 8_105_221_002
IN_DATABASE = Path(__file__).parent / "roles.sql"
# A reader holds a snapshot that holds back vacuum, a writer the row on which all writers queue.
# No read takes several processes: among many readers that is slower, and the others need the cores.
READER_LIMITS = {
    "default_transaction_read_only": "on",
    "default_transaction_isolation": "repeatable read",
    "statement_timeout": "2s",
    "idle_in_transaction_session_timeout": "10s",
    "max_parallel_workers_per_gather": "0",
}
LIMITS: dict[str, dict[str, str]] = {
    "catalog_owner": {},
    "read_public": READER_LIMITS,
    "read_staff": READER_LIMITS,
    "write_api": {
        "default_transaction_isolation": "read committed",
        "lock_timeout": "5s",
        "statement_timeout": "15s",
        "idle_in_transaction_session_timeout": "15s",
    },
}


def make_roles(settings: RoleSettings) -> None:
    """Make what is missing and correct what is otherwise. Raises NoLeader, or sqlalchemy.exc.DBAPIError."""
    passwords = {
        "catalog_owner": settings.owner_password,
        "read_public": settings.read_public_password,
        "read_staff": settings.read_staff_password,
        "write_api": settings.write_api_password,
    }
    # CREATE DATABASE does not run in a transaction.
    with connect(_url(settings, "postgres"), settings.leader_timeout, "AUTOCOMMIT") as connection:
        connection.execute(text("select pg_advisory_lock(:lock)"), {"lock": ADVISORY_LOCK})
        for role, password in passwords.items():
            _make_role(connection, role, password.get_secret_value())
        _make_database(connection, settings.database_name)
        with connect(_url(settings), settings.leader_timeout) as inside, inside.begin():
            run_file(inside, IN_DATABASE)


def _url(settings: RoleSettings, database: str | None = None) -> URL:
    password = settings.superuser_password.get_secret_value()
    return leader_url(settings, settings.superuser_name, password, database)


def _make_role(connection: Connection, role: str, password: str) -> None:
    known = connection.execute(text("select from pg_roles where rolname = :role"), {"role": role}).first()
    verb = "create" if known is None else "alter"
    # The server gets a verifier, never the password, which could come to stand in its log.
    raw = connection.connection.driver_connection
    verifier = encrypt_password(password, role, scope=raw, algorithm="scram-sha-256")
    attributes = "login nosuperuser nocreatedb nocreaterole noreplication nobypassrls"
    connection.exec_driver_sql(f"{verb} role {role} with {attributes} password '{verifier}'")
    for name, value in LIMITS[role].items():
        connection.exec_driver_sql(f"alter role {role} set {name} = '{value}'")


def _make_database(connection: Connection, name: str) -> None:
    known = connection.execute(text("select from pg_database where datname = :name"), {"name": name}).first()
    if known is None:
        # Sorts alike on every machine; a locale of the C library breaks indexes when that is updated.
        connection.exec_driver_sql(
            f"create database {name} owner catalog_owner template template0 encoding 'UTF8' "
            "locale_provider builtin builtin_locale 'C.UTF-8' locale 'C'"
        )
    connection.exec_driver_sql(f"alter database {name} owner to catalog_owner")
    connection.exec_driver_sql(f"revoke all on database {name} from public")
    connection.exec_driver_sql(f"grant connect on database {name} to {', '.join(LIMITS)}")
