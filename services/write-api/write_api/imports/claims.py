"""Decides which process works on an import: whoever holds its lock, which ends with the connection.

A process that is killed gives it back by that; another takes the import, and begins it anew.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, RowMapping, column, table, text, update

NOTED = (
    "status",
    "tries",
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


def _waiting(
    connection: Connection, statuses: Sequence[str], identity: UUID | None = None
) -> Sequence[RowMapping]:
    asked = {"statuses": list(statuses), "id": identity}
    return connection.execute(WAITING, asked).mappings().all()
