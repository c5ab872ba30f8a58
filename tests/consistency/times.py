"""What depends on when something happened: eras after a failover, reigns of leaders, replicas in the past."""

import math
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tests.consistency.history import Event, Followed, Promoted, Read, Settled, Token
from tests.consistency.violations import Kind, Violation

FORGOTTEN_AFTER = 60.0
"""Seconds after which a process may take what no replica has for lost (rotation.py)."""


@dataclass(frozen=True)
class Era:
    """From when all followed one leader to when the next was made: whatever came before `living` is of it."""

    begun: float
    ended: float
    living: Token

    def holds(self, read: Read) -> bool:
        return self.begun <= read.begun and read.ended <= self.ended


@dataclass(frozen=True)
class Reign:
    """How long a node was the leader, and until when nobody followed it."""

    node: str
    begun: float
    followed_at: float
    ended: float

    def covers(self, read: Read) -> bool:
        return self.begun <= read.begun and read.ended <= self.ended


def eras(events: Sequence[Event]) -> list[Era]:
    promotions = [event.at for event in events if isinstance(event, Promoted)]
    return [
        Era(event.at, min((at for at in promotions if at > event.at), default=math.inf), event.living)
        for event in events
        if isinstance(event, Settled)
    ]


def reigns(events: Sequence[Event]) -> list[Reign]:
    """One for each promotion."""
    promotions = [event for event in events if isinstance(event, Promoted)]
    followed = [event.at for event in events if isinstance(event, Followed)]
    ends = [later.at for _, later in pairwise(promotions)] + [math.inf]
    return [
        Reign(event.node, event.at, min((at for at in followed if at > event.at), default=end), end)
        for event, end in zip(promotions, ends, strict=False)
    ]


def fell_back(reads: Sequence[Read], seconds: float) -> Iterator[Violation]:
    """(c) For those who send nothing: what a process has shown `seconds` ago it does not go back behind.

    Unless it says so: Catalog-Stale.
    """
    for server in {read.server for read in reads}:
        shown = [read for read in reads if read.server == server and read.token and read.status != 412]
        yield from _fell_back(shown, seconds)


def _fell_back(reads: Sequence[Read], seconds: float) -> Iterator[Violation]:
    coming = deque(sorted(reads, key=lambda read: read.ended))
    window: deque[Read] = deque()  # in order of time, numbers falling: the first is the greatest
    for read in sorted(reads, key=lambda read: read.begun):
        while coming and coming[0].ended <= read.begun - seconds:
            came = coming.popleft()
            while window and _number(window[-1]) <= _number(came):
                window.pop()
            window.append(came)
        while window and window[0].ended < read.begun - FORGOTTEN_AFTER:
            window.popleft()
        if window and not read.is_stale and _number(read) < _number(window[0]):
            yield Violation(Kind.FELL_BACK, f"{read}, after {window[0]}")


def _number(read: Read) -> int:
    return read.token.number if read.token else 0
