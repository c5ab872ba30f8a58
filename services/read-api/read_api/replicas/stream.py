"""A snapshot that outlives the view, for an answer too long to be read at once: it is read as it is sent.

It has no second attempt. Whatever ends it, a replica that dies or a conflict with recovery, ends the answer.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from threading import BoundedSemaphore
from typing import Any, TypeVar

from sqlalchemy import Connection, RowMapping, Select, text
from sqlalchemy.exc import SQLAlchemyError

from read_api.replicas import patience
from read_api.replicas.node import refuse_leader
from read_api.replicas.refusals import AskAnother, TooManyStreams
from read_api.replicas.snapshot import Snapshot

STEP_SECONDS = 5.0
"""How long to wait for the replica each time."""

STREAM_SECONDS = 900.0
"""How long a stream may take: it holds a connection, and its snapshot holds back vacuum on the leader."""

IDLE_SECONDS = 60
"""How long a client may take to receive what is on its way before more is read."""

_ALLOW_IDLENESS = text(f"SET LOCAL idle_in_transaction_session_timeout = '{IDLE_SECONDS}s'")

T = TypeVar("T")


class Stream:
    """Whoever opens one closes it. For one thread at a time."""

    def __init__(self, snapshot: Snapshot, until_closed: ExitStack) -> None:
        self.snapshot = snapshot
        self.until_closed = until_closed
        self._ends_at = time.monotonic() + STREAM_SECONDS

    def ask(self, question: Callable[[Connection], T]) -> T:
        """The answer to one question, which the replica has to give soon."""
        with patience.at_most(min(STEP_SECONDS, self._ends_at - time.monotonic())):
            answer = question(self.snapshot.connection)
        refuse_leader(self.snapshot.connection)
        return answer

    def batches(self, query: Select[Any], size: int) -> Iterator[list[RowMapping]]:
        """The rows of a query, read so many at a time by a cursor of the server."""
        options = {"yield_per": size}
        result = self.ask(lambda connection: connection.execute(query, execution_options=options)).mappings()
        while batch := self.ask(lambda _: list(result.fetchmany(size))):
            yield batch

    def close(self) -> None:
        """Give the connection back, in whatever state; it does not matter any more what it says."""
        with suppress(AskAnother, SQLAlchemyError), patience.at_most(STEP_SECONDS):
            self.until_closed.close()


def allow_idleness(connection: Connection) -> None:
    """Let the transaction wait for the client longer than those of other readers may wait for anything."""
    connection.execute(_ALLOW_IDLENESS)


class Seats:
    """Bounds how many streams there are at once."""

    def __init__(self, number: int) -> None:
        self._free = BoundedSemaphore(number)

    def take(self) -> ExitStack:
        """What gives the seat back when it is closed. Raises TooManyStreams when none is free."""
        if not self._free.acquire(blocking=False):
            raise TooManyStreams("As many snapshots are being sent as this process sends at once.")
        seat = ExitStack()
        seat.callback(self._free.release)
        return seat
