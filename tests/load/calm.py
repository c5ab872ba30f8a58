"""Decides whether the machine is left to the bench: a neighbour on the same cores slows all that it does."""

import time
from statistics import median

SLOWEST = 1.25
"""Times the fastest loop: beyond it, somebody else is at work."""

LOOP = 200_000
LOOPS = 5


class Calm:
    """What a fixed loop takes at best, as far as is known."""

    def __init__(self) -> None:
        self._fastest = min(_loop() for _ in range(100))

    def is_now(self) -> bool:
        """Whether the machine is as fast as it was at best, more or less."""
        times = [_loop() for _ in range(LOOPS)]
        self._fastest = min(self._fastest, *times)
        return median(times) <= SLOWEST * self._fastest


def _loop() -> float:
    """Seconds for some work that needs nothing but a core."""
    began, total = time.perf_counter(), 0
    for number in range(LOOP):
        total += number
    return time.perf_counter() - began
