"""Bounds how long and how many may wait for a replica to catch up: each asks again and again."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from read_api.replicas.refusals import ReplicaBehind

_FIRST_PAUSE = 0.002
_LONGEST_PAUSE = 0.064


class WaitingRoom:
    def __init__(self, seats: int) -> None:
        self._seats = threading.BoundedSemaphore(seats)

    @contextmanager
    def visit(self, seconds: float) -> Iterator["Visit"]:
        """A visit of at most `seconds`, which takes its seat with its first pause."""
        visit = Visit(self._seats, seconds)
        try:
            yield visit
        finally:
            visit.end()


class Visit:
    def __init__(self, seats: threading.BoundedSemaphore, seconds: float) -> None:
        self._seats = seats
        self._until = time.monotonic() + seconds
        self._pause = _FIRST_PAUSE
        self._seated = False

    def pause(self) -> None:
        """Sleep a little, longer each time. Raises ReplicaBehind when the time is over or no seat is free."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise ReplicaBehind("No replica has this revision yet.")
        if not self._seated and not self._seats.acquire(blocking=False):
            raise ReplicaBehind(
                "No replica has this revision yet, and too many requests are waiting already."
            )
        self._seated = True
        time.sleep(min(self._pause, left))
        self._pause = min(self._pause * 2, _LONGEST_PAUSE)

    def end(self) -> None:
        if self._seated:
            self._seats.release()
