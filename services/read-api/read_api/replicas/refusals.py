"""Why a read was not answered: by one node (another may), or by the replicas as a whole."""

import psycopg2
from sqlalchemy.exc import DBAPIError

from revision_cache.token import Token

LEADER_REFUSES = "readers use a replica"
"""What the leader says when one of the read roles logs in."""

_CLOSED = ("08", "57P")
"""Classes of SQLSTATE with which the server closes or refuses a connection: shutdown, crash, starting up."""

_HINDERED = frozenset({"40001", "40P01", "53300"})
"""Cancelled by recovery, in a deadlock with recovery, too many connections."""


class AskAnother(Exception):
    """This node cannot answer now; another one may."""


class IsLeader(AskAnother):
    """The node is, or has become, the leader."""


class Unreachable(AskAnother):
    """The connection could not be made, or broke."""


class Hindered(AskAnother):
    """The node is well, this read was not: cancelled by recovery, too slow, or no connection was free."""


class Lacks(AskAnother):
    """The node's snapshot is older than the revision asked for."""


class FellBack(AskAnother):
    """The node shows a past that readers have already left, and others have not been asked enough."""


class ReplicaBehind(Exception):
    """No replica had the revision within the time the reader was ready to wait."""


class OtherHistory(Exception):
    """What was asked for is not in this node's history, which it may have yet to leave: it was lost."""


class RevisionLost(OtherHistory):
    """The revision asked for is of another history than `current`: a failover lost it."""

    def __init__(self, asked: Token, current: Token) -> None:
        super().__init__(f"revision {asked} is not in the history of {current}")
        self.asked, self.current = asked, current


class TooManyStreams(Exception):
    """So many long answers are under way that no further one is begun."""


class NoReplica(Exception):
    """Not one replica could answer."""


def refusal_of(error: DBAPIError) -> AskAnother | None:
    """The turn to another node that a database error calls for; None for an error any node would repeat."""
    original = error.orig
    code = getattr(original, "pgcode", None) or ""
    if LEADER_REFUSES in str(original):
        return IsLeader(str(original))
    if code in _HINDERED:
        return Hindered(str(original))
    never_connected = isinstance(original, psycopg2.OperationalError) and not code
    if error.connection_invalidated or never_connected or code.startswith(_CLOSED):
        return Unreachable(str(original))
    return None
