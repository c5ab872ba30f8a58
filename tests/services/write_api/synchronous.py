"""Synchronous replication to a replica that is not there."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from tests.postgres import Postgres
from tests.waiting import wait_until


@contextmanager
def no_replica_answers(postgres: Postgres) -> Iterator[None]:
    """Within the block every commit waits for a replica; at its end the waiting ones end well."""
    _configure(postgres, "alter system set synchronous_standby_names = 'nobody'", "nobody")
    try:
        yield
    finally:
        _configure(postgres, "alter system reset synchronous_standby_names", "")


def _configure(postgres: Postgres, statement: str, expected: str) -> None:
    with postgres.connection("postgres") as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        connection.execute(text(statement))
        connection.execute(text("select pg_reload_conf()"))
        shown = text("show synchronous_standby_names")
        wait_until(lambda: connection.execute(shown).scalar_one() == expected, "the new configuration")
