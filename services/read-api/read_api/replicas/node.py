"""One PostgreSQL node as a reader uses it: a pool for each role, and a connection of its own for the poll."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import cast

import orjson
from psycopg2.errors import UndefinedTable
from sqlalchemy import URL, Connection, Engine, QueuePool, create_engine, select, text
from sqlalchemy.exc import DBAPIError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from read_api.replicas import patience
from read_api.replicas.probe import Probe
from read_api.replicas.refusals import AskAnother, Hindered, IsLeader, Unreachable, refusal_of
from read_api.replicas.rotation import Condition, Sighting
from read_api.views import revision
from revision_cache.token import Token

LOOK_SECONDS = 1.0
ATTEMPT_SECONDS = 2.5

_LAG = text(
    """
    SELECT CASE
        WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn()
         AND EXISTS (SELECT FROM pg_stat_wal_receiver)
        THEN 0
        ELSE extract(epoch FROM now() - pg_last_xact_replay_timestamp())::float
    END
    """
)
_SNAPSHOT = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
_CONNECTION = {
    "application_name": "read-api",
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 5000,
}


class Node:
    """A node named `host:port`. Its engines connect on first use, so that a fork shares no connection."""

    def __init__(self, name: str, urls: Mapping[str, URL], poll_url: URL, pool_size: int) -> None:
        self.name = name
        self._engines = {role: _engine(url, pool_size) for role, url in urls.items()}
        self._poll = _engine(poll_url, 1)
        self._probe = Probe(poll_url, _CONNECTION)

    def look(self) -> Sighting:
        """What the node is now; never raises for a node that cannot be read."""
        try:
            with patience.at_most(LOOK_SECONDS), self._transaction(self._poll) as connection:
                token, _ = read_revision(connection)
                return Sighting(Condition.STANDBY, token, connection.scalar(_LAG))
        except AskAnother as refusal:
            return self.gave(refusal)

    def token(self) -> Token:
        """The newest revision the node has, read by itself. Raises IsLeader or Unreachable."""
        return self._probe.token()

    @contextmanager
    def snapshot(self, role: str) -> Iterator[tuple[Connection, Token, datetime | None]]:
        """One REPEATABLE READ READ ONLY transaction; its token and its date, the first thing read in it.

        Raises a subclass of AskAnother when the node cannot answer, or turned out to be the leader meanwhile.
        """
        with patience.at_most(ATTEMPT_SECONDS), self.open_snapshot(role) as opened:
            yield opened

    @contextmanager
    def open_snapshot(self, role: str) -> Iterator[tuple[Connection, Token, datetime | None]]:
        """The same, for as long as the caller's own patience lasts."""
        with self._transaction(self._engines[role]) as connection:
            revision = read_revision(connection)
            refuse_leader(connection)  # before a view says that something is not there
            try:
                yield connection, *revision
            except DBAPIError as error:
                if isinstance(error.orig, patience.OutOfPatience):  # a node that has just answered is well
                    raise Hindered("the read took too long") from error
                raise

    def gave(self, refusal: AskAnother) -> Sighting:
        """The sighting a refusal amounts to. A leader keeps no connection of a reader."""
        if isinstance(refusal, IsLeader):
            self.disconnect()
            return Sighting(Condition.LEADER)
        return Sighting(Condition.UNREACHABLE, reason=str(refusal))

    def busy(self) -> int:
        """How many reads this process has under way here."""
        return sum(cast("QueuePool", engine.pool).checkedout() for engine in self._engines.values())

    def disconnect(self) -> None:
        for engine in (*self._engines.values(), self._poll):
            engine.dispose()
        self._probe.disconnect()

    @contextmanager
    def _transaction(self, engine: Engine) -> Iterator[Connection]:
        try:
            with engine.connect() as connection:
                refuse_leader(connection)
                yield connection
                refuse_leader(connection)
        except PoolTimeout as error:
            raise Hindered("every connection is in use") from error
        except DBAPIError as error:
            refusal = refusal_of(error)
            if refusal is None:
                raise
            raise refusal from error


def read_revision(connection: Connection) -> tuple[Token, datetime | None]:
    """The token of this snapshot, and the date that stands for it alone, if one does.

    Raises Unreachable for a node that has yet to replay the schema.
    """
    try:
        row = connection.execute(select(revision.c.number, revision.c.nonce, revision.c.dated_at)).one()
    except ProgrammingError as error:
        if isinstance(error.orig, UndefinedTable):
            raise Unreachable("it does not have the schema yet") from error
        raise
    return Token(row.number, row.nonce), row.dated_at


def refuse_leader(connection: Connection) -> None:
    """Raise IsLeader when the server has reported, with its last answer, that it is no longer in recovery.

    A session to a standby survives its promotion, and the login that would have refused it is long past.
    """
    driver = connection.connection.driver_connection
    if driver is not None and driver.get_parameter_status("in_hot_standby") != "on":
        connection.invalidate()
        raise IsLeader("the server has left recovery")


def _engine(url: URL, pool_size: int) -> Engine:
    return create_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=ATTEMPT_SECONDS,
        pool_recycle=300,
        pool_use_lifo=True,
        query_cache_size=30,
        connect_args=_CONNECTION,
        execution_options=_SNAPSHOT,
        # Documents that PostgreSQL made go into the answer as they are.
        json_deserializer=orjson.Fragment,
    )
