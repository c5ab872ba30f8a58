"""What can be wrong with a history."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Each promise, by how it is broken."""

    STALE = "older than the revision asked for"
    LOST_SERVED = "another history than that of the revision asked for"
    FALSE_LOSS = "said to be lost, and is not"
    REVIVED = "of a history that was lost and is nowhere any more"
    TORN = "not the rows of the revision it is labelled with"
    NAMESAKE = "the rows of another revision with the same number"
    UNKNOWN = "a revision that nobody made, or none at all"
    OUT_OF_ORDER = "a session that remembers was shown an earlier state"
    FELL_BACK = "a process shows what it left long ago, and does not say so"
    TWO_BODIES = "one revision or one tag, and two different bodies"
    WRONG_304 = "not modified, and yet it is"
    FROM_LEADER = "read from the leader"
    BROKEN = "neither an answer nor a polite refusal"
    FEED_ORDER = "the feed is out of order"
    FEED_GAP = "the feed leaves something out"
    FEED_STATE = "replaying the feed gives another catalog"
    LOG = "catalog.change tells another story than the writers"


@dataclass(frozen=True)
class Violation:
    """One broken promise, and what shows it."""

    kind: Kind
    evidence: str

    def __str__(self) -> str:
        return f"{self.kind.name} ({self.kind}): {self.evidence}"
