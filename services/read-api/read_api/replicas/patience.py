"""Bounds every wait for PostgreSQL: a frozen server neither answers nor closes, libpq would wait for ever.

psycopg2 hands each wait to the callback installed here; a callback that raises makes it close the connection.
"""

import math
import select
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import psycopg2
from psycopg2 import extensions


class OutOfPatience(psycopg2.OperationalError):
    """The server had no answer within the time allowed; the connection is closed."""


_until: ContextVar[float] = ContextVar("until", default=math.inf)
"""When the patience of this request ends, by the monotonic clock."""


def install() -> None:
    extensions.set_wait_callback(_wait)


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Within it this request waits for PostgreSQL at most `seconds` in all.

    Then OutOfPatience is raised, and the connection is closed.
    """
    outer = _until.set(min(_until.get(), time.monotonic() + seconds))
    try:
        yield
    finally:
        _until.reset(outer)


def _wait(connection: extensions.connection) -> None:
    state = connection.poll()
    while state != extensions.POLL_OK:
        waiting = select.poll()
        waiting.register(
            connection.fileno(), select.POLLIN if state == extensions.POLL_READ else select.POLLOUT
        )
        is_ready = waiting.poll(_milliseconds_left())
        # The answer may be there although whoever ran meanwhile let the time pass: a last look.
        state = connection.poll()
        if not is_ready and state != extensions.POLL_OK:
            raise OutOfPatience("no answer from the server within the time allowed")


def _milliseconds_left() -> int | None:
    until = _until.get()
    return None if math.isinf(until) else max(0, math.ceil((until - time.monotonic()) * 1000))
