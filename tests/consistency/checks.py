"""Decides which promises a history breaks: a pure function, so that a table of histories can test it."""

from collections.abc import Callable, Iterator
from itertools import pairwise

from tests.consistency import feed_checks, times
from tests.consistency.history import STATUS, History, Read, Token
from tests.consistency.lineage import Lineage, State
from tests.consistency.rows import LISTINGS, fault, shows_rows
from tests.consistency.violations import Kind, Violation

HOLDS_BACK_AFTER = 6.0
"""Seconds: two graces of rotation.py, and some for a poll that was late."""

Check = Callable[[History, Lineage], Iterator[Violation]]
POLITE = {200, 304, 410, 412, 503}
"""404 is none of them: every product of the writers exists, if not for everyone."""


def violations(history: History, holds_back_after: float = HOLDS_BACK_AFTER) -> list[Violation]:
    """All broken promises; a replica in the past must be left alone after so many seconds."""
    lineage = Lineage(history.writes)
    found = [violation for check in CHECKS for violation in check(history, lineage)]
    found += times.fell_back(history.reads, holds_back_after)
    return found


def answered(history: History, lineage: Lineage) -> Iterator[Violation]:
    """Every request gets an answer or a refusal that says why, and every answer names a revision."""
    for read in history.reads:
        if read.status not in POLITE:
            yield Violation(Kind.BROKEN, str(read))
        elif read.status != 503 and (read.token is None or read.token not in lineage):
            yield Violation(Kind.UNKNOWN, str(read))


def read_your_writes(history: History, lineage: Lineage) -> Iterator[Violation]:
    """(a) Whoever asks for a revision is shown it or a later one of its history, or is refused."""
    for read, token in _labelled(history, lineage):
        if read.asked is None or read.status == 412:
            continue
        if token.number < read.asked.number:
            yield Violation(Kind.STALE, str(read))
        elif not lineage.descends(token, read.asked):
            yield Violation(Kind.LOST_SERVED, str(read))


def whole(history: History, lineage: Lineage) -> Iterator[Violation]:
    """(b) An answer has exactly the rows that the catalog had at the revision it names."""
    seen: dict[tuple[str, int, Token, bytes], None] = {}
    for read, token in _labelled(history, lineage):
        key = (read.path, read.status, token, read.body)
        if not shows_rows(read) or key in seen:
            continue
        seen[key] = None
        wrong = fault(read, lineage.state(token))
        if wrong is None:
            continue
        theirs = [other for other in lineage.namesakes(token) if not fault(read, lineage.state(other))]
        if theirs:
            yield Violation(Kind.NAMESAKE, f"{read} has the rows of {theirs[0]}")
        else:
            yield Violation(Kind.TORN, f"{read}: {wrong}")


def in_order(history: History, lineage: Lineage) -> Iterator[Violation]:
    """(c) A session that sends what it has seen sees no past, unless it is told of a loss."""
    last: dict[tuple[str, str], tuple[Read, Token]] = {}
    for read, token in _labelled(history, lineage):
        session = (read.server, read.session)
        if read.remembers and session in last and read.status != 412:
            before, seen = last[session]
            if not lineage.descends(token, seen):
                yield Violation(Kind.OUT_OF_ORDER, f"{read}, after {before}")
        last[session] = read, token


def same_bytes(history: History, lineage: Lineage) -> Iterator[Violation]:
    """(d) One address at one revision, or under one tag, is one body: cached or not, in every coding."""
    bodies: dict[tuple[str, object], Read] = {}
    for read, token in _labelled(history, lineage):
        if read.status != 200 or read.path == STATUS:
            continue
        for name in filter(None, (token, read.etag)):
            first = bodies.setdefault((read.path, name), read)
            if first.body != read.body:
                yield Violation(Kind.TWO_BODIES, f"{read} and {first}")


def true_304s(history: History, lineage: Lineage) -> Iterator[Violation]:
    """(d) A 304 stands only where the body would have been the one that the client has."""
    by_tag = {(read.path, read.etag): read for read in history.reads if read.status == 200}
    by_token = {(read.path, read.token): read for read in history.reads if read.status == 200}
    for read, token in _labelled(history, lineage):
        had = by_tag.get((read.path, read.tag)) if read.status == 304 else None
        if had is None:
            continue
        would_be = by_token.get((read.path, token))
        if would_be is not None:
            is_same = would_be.body == had.body
        else:
            is_same = _has_same_rows(had, read, lineage.state(token))
        if not is_same:
            yield Violation(Kind.WRONG_304, f"{read}, but it was {had}")


def losses_are_told(history: History, lineage: Lineage) -> Iterator[Violation]:
    """(f) Once all follow the new leader, nobody is shown what was lost, or told that something else was."""
    for era in times.eras(history.events):
        for read, token in _labelled(history, lineage):
            if not era.holds(read):
                continue
            if not read.is_stale and not _is_of(lineage, token, era.living):
                yield Violation(Kind.REVIVED, f"{read}, while the leader had {era.living}")
            lost = read.called_lost
            if lost and all(_is_of(lineage, each, era.living) for each in lost):
                yield Violation(Kind.FALSE_LOSS, f"{read}, while the leader had {era.living}")


def never_from_the_leader(history: History, lineage: Lineage) -> Iterator[Violation]:
    """A session that survived its replica's promotion is not read, nor the leader in any other way."""
    for reign in times.reigns(history.events):
        for read, token in _labelled(history, lineage):
            if not reign.covers(read):
                continue
            alone = read.ended < reign.followed_at and lineage.write(token).leader == reign.node
            if alone or read.served_by == reign.node:
                yield Violation(Kind.FROM_LEADER, f"{read}, by {reign.node}, which was the leader")


def true_log(history: History, lineage: Lineage) -> Iterator[Violation]:
    """The judge is fit to judge: what is left in catalog.change is what the writers say that they did."""
    for before, now in pairwise(history.final):
        if now not in lineage or lineage.write(now).parent != before:
            yield Violation(Kind.LOG, f"{now} comes after {before}")
        elif history.log.get(now, {}) != lineage.write(now).effects:
            yield Violation(Kind.LOG, f"{now}: {history.log.get(now)} for {lineage.write(now).effects}")


CHECKS: tuple[Check, ...] = (
    answered,
    read_your_writes,
    whole,
    in_order,
    same_bytes,
    true_304s,
    losses_are_told,
    never_from_the_leader,
    true_log,
    feed_checks.in_order,
    feed_checks.without_gaps,
    feed_checks.replayed,
)


def _labelled(history: History, lineage: Lineage) -> Iterator[tuple[Read, Token]]:
    """The reads that name a revision which somebody made."""
    for read in history.reads:
        if read.token is not None and read.token in lineage:
            yield read, read.token


def _is_of(lineage: Lineage, token: Token, living: Token) -> bool:
    """Whether one of the two came before the other: they are of one history."""
    return lineage.descends(living, token) or lineage.descends(token, living)


def _has_same_rows(had: Read, read: Read, state: State) -> bool:
    if read.path in LISTINGS:
        return had.token == read.token  # the number of the revision is a part of the body
    return fault(had, state) is None
