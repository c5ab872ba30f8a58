"""Decides which process works on an import: whoever holds its lock, which ends with the connection.

A process that is killed gives it back by that; another takes the import, and begins it anew.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, RowMapping, column, table, text, update
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from service_defaults.problems import Problem

MOST_TRIES = 3
LOCK_NOT_AVAILABLE = "55P03"
NOTED = (
    "status",
    "total",
    "done",
    "error",
    "notices",
    "new_categories",
    "revision",
    "revision_nonce",
)
IMPORT = table("import", *map(column, ("id", *NOTED)), schema="catalog")
WAITING = text("""
    SELECT * FROM catalog.import
     WHERE status = ANY (:statuses) AND (CAST(:id AS uuid) IS NULL OR id = CAST(:id AS uuid))
     ORDER BY created_at, id
""")
TRY = text("SELECT pg_try_advisory_lock(hashtextextended(CAST(:id AS text), 2))")
GIVE_BACK = text("SELECT pg_advisory_unlock(hashtextextended(CAST(:id AS text), 2))")
COUNT = text("UPDATE catalog.import SET tries = tries + :by WHERE id = :id")


@dataclass(frozen=True)
class Claim:
    """An import that is this process's for now. `connection` commits each statement by itself."""

    connection: Connection
    row: RowMapping

    @property
    def id(self) -> UUID:
        found: UUID = self.row["id"]
        return found

    def note(self, **columns: Any) -> None:
        """Write down how far it is."""
        self.connection.execute(update(IMPORT).where(IMPORT.c.id == self.id).values(columns))

    def end(self, status: str, detail: str, line: int | None = None) -> None:
        """Write down why it goes no further; `line` is where in the file."""
        self.note(status=status, error=json.dumps({"detail": detail, "line": line}))

    @contextmanager
    def counted(self, engine: Engine) -> Iterator[None]:
        """A try. It counts from its beginning: whoever dies within cannot count it afterwards.

        One that the leader ended is taken back, if there is a leader to be told so: a failover costs at most
        one try, but a try that ends the leader itself is not begun for ever.
        """
        self.connection.execute(COUNT, {"id": self.id, "by": 1})
        try:
            yield
        except Exception as error:
            if _is_of_leader(error):
                with suppress(SQLAlchemyError), engine.begin() as connection:
                    connection.execute(COUNT, {"id": self.id, "by": -1})
            raise


@contextmanager
def claimed(engine: Engine, statuses: Sequence[str]) -> Iterator[Claim | None]:
    """The import that has waited longest in one of these states and is nobody's; None when there is none."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        waiting = [row["id"] for row in _waiting(connection, statuses)]
        for identity in waiting:
            if connection.scalar(TRY, {"id": identity}):
                try:
                    # It may have been done between the two looks.
                    rows = _waiting(connection, statuses, identity)
                    if rows:
                        yield Claim(connection, rows[0])
                        return
                finally:
                    if not connection.invalidated:
                        connection.execute(GIVE_BACK, {"id": identity})
        yield None


def _is_of_leader(error: Exception) -> bool:
    """Whether the leader was away or busy, and not the import at fault."""
    if isinstance(error, OperationalError):
        # Without a code no server has answered.
        code = getattr(error.orig, "pgcode", None)
        return error.connection_invalidated or code in (None, LOCK_NOT_AVAILABLE)
    lost = isinstance(error, DBAPIError) and error.connection_invalidated
    return lost or isinstance(error, PoolTimeoutError | Problem)


def _waiting(
    connection: Connection, statuses: Sequence[str], identity: UUID | None = None
) -> Sequence[RowMapping]:
    asked = {"statuses": list(statuses), "id": identity}
    return connection.execute(WAITING, asked).mappings().all()
