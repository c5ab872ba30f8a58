"""Answers a read from a replica that may serve it: asks one after another until one has what is wanted."""

import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection, select
from sqlalchemy.exc import OperationalError

from read_api.replicas import patience
from read_api.replicas.lookout import Lookout
from read_api.replicas.missed import Missed
from read_api.replicas.node import ATTEMPT_SECONDS, Node
from read_api.replicas.refusals import (
    AskAnother,
    FellBack,
    IsLeader,
    Lacks,
    NoReplica,
    OtherHistory,
    ReplicaBehind,
    RevisionLost,
    Unreachable,
)
from read_api.replicas.rotation import State
from read_api.replicas.snapshot import Snapshot
from read_api.replicas.stream import Seats, Stream, allow_idleness
from read_api.replicas.waiting import Visit, WaitingRoom
from read_api.views import history, revision_log
from revision_cache.shared import Shared
from revision_cache.token import Token

DEADLINE_SECONDS = 5.0
ROUNDS = 2
"""A pooled connection that broke says nothing of its node: each is asked twice, then on a new connection."""

STREAMS = 2
"""So many long answers at once: each holds a connection, and its snapshot holds back vacuum."""

T = TypeVar("T")


@dataclass(frozen=True)
class Need:
    """What a read asks of a replica: revision `minimum` or later, for which it waits up to `wait` seconds."""

    minimum: Token | None = None
    wait: float = 0.0

    @property
    def number(self) -> int:
        return self.minimum.number if self.minimum else 0


class Replicas:
    """The replicas of the catalog. Nothing connects before the first read or question."""

    def __init__(self, nodes: Sequence[Node], waiting_seats: int) -> None:
        self._nodes = {node.name: node for node in nodes}
        self._waiting_room = WaitingRoom(waiting_seats)
        self._stream_seats = Seats(STREAMS)
        self.lookout = Lookout(nodes)
        self.token = Shared(self._ask_token)
        self.missed = Missed()
        patience.install()

    def read(self, role: str, need: Need, view: Callable[[Snapshot], T]) -> T:
        """What `view` makes of a snapshot; it may run more than once, each time on another replica.

        Raises ReplicaBehind, NoReplica, RevisionLost or what the view raises; OtherHistory when all nodes do.
        """
        return self._first_that_can(need, lambda node, may: self._read_from(node, may, role, need, view))

    def stream(self, role: str, need: Need) -> Stream:
        """A snapshot that stays open until it is closed, for a long answer.

        Raises ReplicaBehind, RevisionLost, NoReplica or TooManyStreams.
        """
        with self._stream_seats.take() as seat:
            stream = self._first_that_can(need, lambda node, may: self._open_stream(node, may, role, need))
            stream.until_closed.push(seat.pop_all())
        return stream

    def _first_that_can(self, need: Need, attempt: Callable[[Node, bool], T]) -> T:
        """What the first node answers that may; it is told whether it may be in the past."""
        self.lookout.start()
        until = time.monotonic() + DEADLINE_SECONDS + need.wait
        # One in the past serves at once if all are. Else those that are not are asked twice before.
        strict_rounds = ROUNDS if self.lookout.favourite() else 0
        rounds, refusals = 0, list[Exception]()
        with self._waiting_room.visit(need.wait) as visit, patience.at_most(until - time.monotonic()):
            while rounds < max(ROUNDS, strict_rounds + 1) and time.monotonic() < until:
                refusals = []
                for name in self.lookout.in_order(need.number):
                    try:
                        return attempt(self._nodes[name], rounds >= strict_rounds)
                    except (AskAnother, OtherHistory) as refusal:
                        self._remember(name, refusal)
                        refusals.append(refusal)
                    except OperationalError as error:
                        raise NoReplica("The database took too long to answer.") from error
                if all(isinstance(refusal, OtherHistory) for refusal in refusals):
                    break
                if any(isinstance(refusal, Lacks) for refusal in refusals):
                    self._pause(visit, need)
                else:
                    rounds += 1
        raise _other_history(refusals) or NoReplica("No replica can be read at the moment.")

    def _pause(self, visit: Visit, need: Need) -> None:
        """Let a node that lacks a revision receive it. Raises ReplicaBehind when the time is over.

        Until then nobody is believed who has another history: it may be the one that has yet to leave it.
        """
        try:
            visit.pause()
        except ReplicaBehind:
            lost = self.lost(need.minimum) if need.minimum else None
            if lost:
                raise lost from None
            raise

    def lost(self, asked: Token) -> RevisionLost | None:
        """Remember that nobody has the revision; what it is refused with when nobody had it for a minute.

        A replica that has all its leader sent must be there to tell: others may have yet to replay it.
        """
        newest = self.lookout.newest()
        is_missed = self.missed.is_lost(asked, time.monotonic())
        return RevisionLost(asked, newest) if is_missed and newest and newest.number < asked.number else None

    def _ask_token(self) -> Token | None:
        """The newest revision of one usable replica, asked now; None when that replica cannot say.

        It costs a fraction of `read`, which finds out what is to be done about a None.
        """
        name = self.lookout.favourite()
        if name is None:
            return None
        try:
            token = self._nodes[name].token()
        except AskAnother as refusal:
            self._remember(name, refusal)
            return None
        return token if self.lookout.confirms(name, token) else None

    def is_any_readable(self) -> bool:
        """Whether some replica could be read at the last look, however far behind."""
        self.lookout.start()
        return any(state in {State.USABLE, State.BEHIND} for _, state in self.lookout.known().values())

    def require_one(self) -> None:
        """Raise NoReplica unless some replica could be read at the last look."""
        if not self.is_any_readable():
            raise NoReplica("No replica can be read at the moment.")

    def close(self) -> None:
        """Stop looking and give back every connection."""
        self.lookout.stop()
        for node in self._nodes.values():
            node.disconnect()

    def _read_from(
        self, node: Node, may_be_stale: bool, role: str, need: Need, view: Callable[[Snapshot], T]
    ) -> T:
        with node.snapshot(role) as (connection, token, dated_at):
            is_stale = self._judge(node, connection, token, need, may_be_stale)
            return view(Snapshot(connection, token, dated_at, node.name, role, is_stale))

    def _open_stream(self, node: Node, may_be_stale: bool, role: str, need: Need) -> Stream:
        with ExitStack() as opened, patience.at_most(ATTEMPT_SECONDS):
            connection, token, dated_at = opened.enter_context(node.open_snapshot(role))
            is_stale = self._judge(node, connection, token, need, may_be_stale)
            allow_idleness(connection)
            return Stream(Snapshot(connection, token, dated_at, node.name, role, is_stale), opened.pop_all())

    def _judge(
        self, node: Node, connection: Connection, token: Token, need: Need, may_be_stale: bool
    ) -> bool:
        """Whether the snapshot is stale. Raises FellBack, Lacks or RevisionLost when it may not serve."""
        self.lookout.heard(node.name, token)
        is_stale = self.lookout.horizon.is_past(token.number)
        if is_stale and not may_be_stale:
            raise FellBack(f"{node.name} is at {token}")
        if token.number < need.number:
            raise Lacks(f"{node.name} is at {token}")
        if need.minimum is not None:
            confirm_lineage(connection, token, need.minimum)
            self.missed.found(need.minimum)
        return is_stale

    def _remember(self, name: str, refusal: Exception) -> None:
        if isinstance(refusal, IsLeader | Unreachable):
            self.lookout.note(name, self._nodes[name].gave(refusal))


def _other_history(refusals: list[Exception]) -> OtherHistory | None:
    return next((refusal for refusal in refusals if isinstance(refusal, OtherHistory)), None)


def confirm_lineage(connection: Connection, current: Token, asked: Token) -> None:
    """Raise RevisionLost unless `asked` is `current` or one of the revisions before it.

    One from before the history that is kept cannot be looked up, and is long past being lost.
    """
    if asked == current:
        return
    nonce = select(revision_log.c.nonce).where(revision_log.c.number == asked.number).scalar_subquery()
    known = connection.execute(select(nonce.label("nonce"), history.c.oldest)).one()
    if known.nonce != asked.nonce and asked.number >= known.oldest:
        raise RevisionLost(asked, current)
