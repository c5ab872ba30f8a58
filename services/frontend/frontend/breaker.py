"""Decides whether a service that failed is asked: not for a while, and then by one request before others."""

import threading
import time
from collections.abc import Callable

FAILURES = 2
"""So many in a row, and it counts as away: one may be an accident."""

PAUSE = 1.0
"""Seconds between two tries of a service that is away."""


class Breaker:
    """A circuit breaker. Thread-safe."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._failures, self._try_at = clock, 0, 0.0
        self._lock = threading.Lock()

    def may_ask(self) -> bool:
        """Whether this request may ask. Of those that come when it is to be tried again, the first may."""
        with self._lock:
            if self._failures < FAILURES:
                return True
            if self._clock() < self._try_at:
                return False
            self._try_at = self._clock() + PAUSE
            return True

    def succeeded(self) -> None:
        """The service has answered: it is there."""
        self._failures = 0

    def failed(self) -> None:
        """It has not answered, or said that it cannot."""
        with self._lock:
            self._failures += 1
            self._try_at = self._clock() + PAUSE
