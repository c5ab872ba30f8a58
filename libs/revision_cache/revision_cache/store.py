"""Keeps answers by their address: as many as fit, and those that were asked for last."""

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from revision_cache.answer import Answer, Form

LARGEST_SHARE = 4
"""One answer may take up this fraction of the whole: a larger one would push out too much else."""

PATIENCE = 5.0
"""Seconds that a request waits for another one to make the answer to both."""


class Store:
    """An LRU bounded in bytes, coded forms and addresses included. Thread-safe."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._answers: OrderedDict[str, Answer] = OrderedDict()
        self._flights: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()
        self.size = 0

    def get(self, address: str) -> Answer | None:
        answer = self._answers.get(address)
        if answer is not None:
            with suppress(KeyError):  # somebody else made room meanwhile
                self._answers.move_to_end(address)
        return answer

    def put(self, address: str, answer: Answer) -> None:
        """Keep the answer in place of an earlier one to the same address, unless it is too large."""
        with self._lock:
            self._forget(address)
            if answer.size * LARGEST_SHARE <= self._capacity:
                self._answers[address] = answer
                self.size += answer.size + len(address)
                self._make_room()

    def forget(self, address: str) -> None:
        with self._lock:
            self._forget(address)

    def form(self, address: str, answer: Answer, coding: str) -> Form:
        """The answer in a coding, made when it is first asked for and then kept beside the plain one."""
        if coding in answer.forms:
            return answer.forms[coding]
        with self.flight(f"{coding} {address}"):
            form = answer.forms.get(coding) or answer.encode(coding)
        with self._lock:
            if coding not in answer.forms:
                answer.forms[coding] = form
                if self._answers.get(address) is answer:
                    self.size += len(form.body)
                    self._make_room()
        return form

    @contextmanager
    def flight(self, name: str) -> Iterator[None]:
        """Let one thread at a time make the same: who waited here finds it made, or makes it after all."""
        with self._lock:
            flight = self._flights.setdefault(name, threading.Lock())
        is_mine = flight.acquire(timeout=PATIENCE)
        try:
            yield
        finally:
            with self._lock:
                if self._flights.get(name) is flight:
                    del self._flights[name]
            if is_mine:
                flight.release()

    def _forget(self, address: str) -> None:
        earlier = self._answers.pop(address, None)
        if earlier is not None:
            self.size -= earlier.size + len(address)

    def _make_room(self) -> None:
        while self.size > self._capacity:
            self._forget(next(iter(self._answers)))
