"""Decides which node the jobs talk to: the leader, for which they wait a bounded time."""

import time
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from database.settings import DatabaseSettings

CONNECT_TIMEOUT = 3
PAUSE = 0.5


class NoLeader(RuntimeError):
    """None of the nodes took writes in time, or it refused us."""


def leader_url(settings: DatabaseSettings, role: str, password: str, database: str | None = None) -> URL:
    """The URL of whichever node takes writes; `database` if another than the shop's is meant."""
    return URL.create(
        "postgresql+psycopg2",
        username=role,
        password=password,
        database=database or settings.database_name,
        query={
            "host": settings.database_nodes.split(","),
            "target_session_attrs": "read-write",
            "connect_timeout": str(CONNECT_TIMEOUT),
            "application_name": "mstore-database",
        },
    )


def connect(url: URL, timeout: float, isolation_level: str = "READ COMMITTED") -> Connection:
    """Connect to the leader; wait at most `timeout` seconds for one. Raises NoLeader with the last reason."""
    engine = create_engine(url, poolclass=NullPool, isolation_level=isolation_level)
    deadline = time.monotonic() + timeout
    while True:
        try:
            return engine.connect()
        except OperationalError as error:
            if time.monotonic() > deadline:
                raise NoLeader(_explain(engine, timeout, error)) from error
        time.sleep(PAUSE)


def run_file(connection: Connection, file: Path) -> None:
    """Execute a file of SQL statements within the connection's transaction."""
    # The driver's own cursor: SQLAlchemy would look for parameters in the text.
    with closing(connection.connection.cursor()) as cursor:
        cursor.execute(file.read_text(encoding="utf-8"))


def _explain(engine: Engine, timeout: float, error: OperationalError) -> str:
    reason = str(error.orig).strip()
    return f"No leader let {engine.url.username} in within {timeout:g} s. The last answer was:\n{reason}"
