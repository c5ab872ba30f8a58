"""Lets requests that come together share one question."""

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

AT_ONCE = 4
"""So many questions may be under way, unless told otherwise."""

T = TypeVar("T")


class _Round(Generic[T]):
    """One asking, for all who came before it began."""

    def __init__(self) -> None:
        self.is_over = threading.Event()
        self.answer: T | None = None


class Shared(Generic[T]):
    """Thread-safe. Nobody is given an answer to a question that was asked before they came."""

    def __init__(self, ask: Callable[[], T], at_once: int = AT_ONCE) -> None:
        """With `at_once` questions under way, the next waits, and is of all who come by then."""
        self._ask = ask
        self._next: _Round[T] | None = None
        self._turns = threading.Semaphore(at_once)

    def __call__(self) -> T | None:
        """What is answered now. None when the asking failed, to those who did not ask themselves."""
        coming = self._next
        if coming is not None:
            coming.is_over.wait()
            return coming.answer
        coming = self._next = _Round()
        try:
            time.sleep(0)  # all who are here already may join
            with self._turns:
                self._next = None
                coming.answer = self._ask()
        finally:
            if self._next is coming:
                self._next = None
            coming.is_over.set()
        return coming.answer
