"""Decides which replica answers a read: first one known to have what it asks for, last one in the past.

Everything here is a pure function of what was seen, so that a table of states can test it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from revision_cache.token import Token

GRACE_SECONDS = 2.0
"""How long after this process first saw a revision every replica should have it too."""

LOST_AFTER_SECONDS = 60.0
"""How long all replicas may be in the past; then what they lack counts as lost in a failover."""


class Condition(StrEnum):
    """What a node was at the last look."""

    STANDBY = "standby"
    LEADER = "leader"
    UNREACHABLE = "unreachable"


class State(StrEnum):
    """What a node is to a reader."""

    USABLE = "usable"
    BEHIND = "behind"
    LEADER = "leader"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True)
class Sighting:
    """The last that was heard of a node, from the poll or from a read."""

    condition: Condition
    token: Token | None = None
    lag_seconds: float | None = None
    reason: str = ""


NEVER_SEEN = Sighting(Condition.UNREACHABLE)


@dataclass(frozen=True)
class Horizon:
    """How far the catalog was seen to go, and how far every replica should be by now.

    A number becomes `due` once it was seen for between one and two times GRACE_SECONDS: a replica without it
    does not merely lag, it was restarted into the past or no longer replicates.
    """

    newest: int = 0
    due: int = 0
    due_next: int = 0
    turns_at: float = 0.0
    missed_since: float | None = None

    def after(self, number: int, now: float) -> Self:
        """The horizon once revision `number` was seen at `now` (seconds of a monotonic clock)."""
        if not self.is_past(number):
            newest = max(self.newest, number)
            return replace(self, newest=newest, missed_since=None)._turned(now)
        if self.missed_since is None:
            return replace(self, missed_since=now)._turned(now)
        if now - self.missed_since < LOST_AFTER_SECONDS:
            return self._turned(now)
        return replace(self, newest=number, due=number, due_next=number, missed_since=None)

    def is_past(self, number: int) -> bool:
        """Whether a snapshot at revision `number` shows a past that readers have already left."""
        return number < self.due

    def _turned(self, now: float) -> Self:
        if now < self.turns_at:
            return self
        return replace(self, due=self.due_next, due_next=self.newest, turns_at=now + GRACE_SECONDS)


def state_of(sighting: Sighting, horizon: Horizon) -> State:
    if sighting.condition is Condition.LEADER:
        return State.LEADER
    if sighting.condition is Condition.UNREACHABLE or sighting.token is None:
        return State.UNREACHABLE
    return State.BEHIND if horizon.is_past(sighting.token.number) else State.USABLE


_PREFERENCE = {State.USABLE: 0, State.BEHIND: 1, State.UNREACHABLE: 2}


def order(
    sightings: Mapping[str, Sighting], horizon: Horizon, minimum: int, busy: Mapping[str, float]
) -> list[str]:
    """The nodes to ask, best first: usable, behind, unreachable (perhaps it is back); never the leader.

    Among the usable those known to have revision `minimum` come first, then the least `busy`; among those
    behind the furthest.
    """

    def rank(name: str) -> tuple[int, int, float]:
        sighting = sightings[name]
        number = sighting.token.number if sighting.token else -1
        state = state_of(sighting, horizon)
        standing = -number if state is State.BEHIND else int(number < minimum)
        return _PREFERENCE[state], standing, busy[name]

    return sorted((name for name in sightings if sightings[name].condition is not Condition.LEADER), key=rank)


def is_look_due(sighting: Sighting, anyone_usable: bool, since_last_look: float) -> bool:
    """Whether to look at a node again: a leader refuses readers and logs it, so it is left alone for a while.

    Not while no other node can be read: then the next replica may be the leader that has just stepped down.
    """
    return sighting.condition is not Condition.LEADER or not anyone_usable or since_last_look >= 5.0
