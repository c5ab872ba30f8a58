"""Decides who may guess how often; docs/access.md does the sums.

A stranger must not lock the owner out. So what one address guesses of one account counts strictly, against
that address alone. What is guessed of an account from everywhere counts loosely, and not against addresses
from which the account has a session. What one address guesses of all accounts counts for itself.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

NONE = timedelta(0)
MOST_DOUBLINGS = 20


@dataclass(frozen=True)
class Limit:
    """`free` failures cost nothing; then each costs a pause twice as long as the one before.

    All is forgotten after `memory` without another one.
    """

    kind: str
    free: int
    first: timedelta
    longest: timedelta
    memory: timedelta

    def pause(self, failures: int) -> timedelta:
        """How long to wait after so many failures."""
        beyond = failures - self.free
        return NONE if beyond < 0 else min(self.first * 2 ** min(beyond, MOST_DOUBLINGS), self.longest)

    def of(self, *names: str) -> "Subject":
        """Who, or what, is limited."""
        return Subject(self, hashlib.sha256("\0".join((self.kind, *names)).encode()).digest())


@dataclass(frozen=True)
class Subject:
    """What failures are counted of, under a name that does not tell whose it is."""

    limit: Limit
    name: bytes


def _minutes(minutes: float) -> timedelta:
    return timedelta(minutes=minutes)


OF_PAIR = Limit("account and address", 5, _minutes(1), _minutes(15), _minutes(24 * 60))
OF_ACCOUNT = Limit("account", 20, _minutes(1 / 60), _minutes(1), _minutes(60))
OF_ADDRESS = Limit("address", 50, _minutes(1 / 60), _minutes(5), _minutes(60))
OF_FACTOR = Limit("second factor", 5, _minutes(1), _minutes(15), _minutes(24 * 60))
OF_OWN_PASSWORD = Limit("own password", 5, _minutes(1), _minutes(15), _minutes(24 * 60))
