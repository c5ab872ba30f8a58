"""Gives a view its snapshot of the catalog, and turns what the replicas refuse into problems."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from flask import Response, current_app, g, request

from api_contract.terms import Header, Reply, Terms, with_terms
from read_api.answers import TAGGED
from read_api.replicas import (
    Need,
    NoReplica,
    ReplicaBehind,
    Replicas,
    RevisionLost,
    Snapshot,
    Stream,
    TooManyStreams,
)
from read_api.replicas.pools import READ_PUBLIC, READ_STAFF
from revision_cache.token import Token
from service_defaults.problems import Problem

MINIMUM = "Catalog-Min-Revision"
DEFAULT_WAIT = 0.5
LONGEST_WAIT = 5.0
FAR_FUTURE = 10_000
"""So many revisions past the newest known, a token was not made by this catalog: no waiting will bring it."""

_WAIT = re.compile(r"(?:^|[,;])\s*wait\s*=\s*\"?([0-9]+(?:\.[0-9]+)?)\"?\s*(?=$|[,;])", re.IGNORECASE)

TOKEN = {"type": "string", "pattern": r"^[0-9]{1,18}\.[0-9a-f]{16}$"}
SHOWN = Header("Catalog-Revision", "`number.nonce` of the revision shown.", required=True, schema=TOKEN)
RETRY_AFTER = Header("Retry-After", "Seconds after which to ask again.", required=True)
TERMS = Terms(
    asks=(
        Header(
            MINIMUM,
            "A `Catalog-Revision` seen before: the answer shows this one or a later one.",
            schema=TOKEN,
            example="43.9f3ac2d17be04415",
        ),
        Header(
            "Prefer",
            "`wait=N`: seconds to wait for a replica with that revision; 0.5, or up to 5.",
            example="wait=2",
        ),
    ),
    shows=(
        SHOWN,
        Header("Catalog-Stale", "`true` when later revisions are known, but no replica has them now."),
    ),
    replies={
        412: Reply(
            "The revision asked for was lost in a failover: `current` is the catalog's.",
            ("revision-lost",),
            members={"current": {"description": "The catalog's revision.", **TOKEN}},
        ),
        503: Reply(
            "No replica has the revision yet, or there is none.",
            ("replica-behind", "unavailable"),
            (RETRY_AFTER,),
        ),
    },
)
"""What every read of the catalog may be asked and answered."""

UNCHANGED = Terms(replies={304: Reply("The client has it already.", headers=(SHOWN,))})
CROWDED = Terms(
    replies={
        503: Reply("Or as many are being sent as can be at once.", ("too-many-streams",), (RETRY_AFTER,)),
    }
)
"""What `open_stream` adds to them."""

P = ParamSpec("P")
View = Callable[P, Response]


def in_snapshot(view: Callable[Concatenate[Snapshot, P], Response]) -> View[P]:
    """Run the view in a snapshot of what is published. It may be run again, in one of another replica."""
    return with_terms(_reading(READ_PUBLIC, view), TAGGED, UNCHANGED)


def in_staff_snapshot(view: Callable[Concatenate[Snapshot, P], Response]) -> View[P]:
    """Run the view in a snapshot that shows drafts and trash too. It may be run again, as above."""
    return with_terms(_reading(READ_STAFF, view), TAGGED, UNCHANGED)


def in_untagged_snapshot(view: Callable[Concatenate[Snapshot, P], Response]) -> View[P]:
    """The same for what is no part of the catalog's revisions, and so has no tag of one."""
    return _reading(READ_STAFF, view)


def open_stream(role: str = READ_PUBLIC) -> Stream:
    """A snapshot that outlives the view: close it when the answer has been sent."""
    try:
        stream = replicas().stream(role, _need())
    except TooManyStreams as refusal:
        raise Problem(503, "too-many-streams", str(refusal), headers={"Retry-After": "10"}) from refusal
    except (ReplicaBehind, RevisionLost, NoReplica) as refusal:
        raise _problem(refusal) from refusal
    g.snapshot = stream.snapshot
    return stream


def replicas() -> Replicas:
    """The replicas that this process reads."""
    found: Replicas = current_app.extensions["replicas"]
    return found


def _reading(role: str, view: Callable[Concatenate[Snapshot, P], Response]) -> View[P]:
    @wraps(view)
    def read(*args: P.args, **kwargs: P.kwargs) -> Response:
        def answer(snapshot: Snapshot) -> Response:
            g.snapshot = snapshot
            return view(snapshot, *args, **kwargs)

        try:
            return replicas().read(role, _need(), answer)
        except (ReplicaBehind, RevisionLost, NoReplica) as refusal:
            g.pop("snapshot", None)
            raise _problem(refusal) from refusal

    return with_terms(read, TERMS)


def _need() -> Need:
    """What the request asks of the replica. Raises Problem 400 for a token no replica can ever have."""
    text = request.headers.get(MINIMUM)
    if text is None:
        return Need()
    try:
        minimum = Token.parse(text)
    except ValueError as fault:
        raise _bad_minimum(f"{text!r} is no revision: {fault}.") from fault
    newest = replicas().lookout.horizon.newest
    if newest and minimum.number > newest + FAR_FUTURE:
        lost = replicas().lost(minimum)
        if lost:  # a backup was restored: such a token was good once
            raise _problem(lost)
        raise _bad_minimum(f"Revision {minimum.number} is far beyond the newest, {newest}.")
    return Need(minimum, preferred_wait(request.headers.get("Prefer", "")))


def preferred_wait(prefer: str) -> float:
    """Seconds that the `wait` preference (RFC 7240 §4.3) allows, within our own bounds."""
    wait = _WAIT.search(prefer)
    return min(float(wait[1]), LONGEST_WAIT) if wait else DEFAULT_WAIT


def _bad_minimum(detail: str) -> Problem:
    return Problem(400, "invalid-parameter", detail, errors=[{"header": MINIMUM, "detail": detail}])


def _problem(refusal: ReplicaBehind | RevisionLost | NoReplica) -> Problem:
    if isinstance(refusal, RevisionLost):
        detail = f"Revision {refusal.asked} was lost in a failover; the catalog is at {refusal.current}."
        current = str(refusal.current)
        return Problem(412, "revision-lost", detail, headers={"Catalog-Revision": current}, current=current)
    slug = "replica-behind" if isinstance(refusal, ReplicaBehind) else "unavailable"
    return Problem(503, slug, str(refusal), headers={"Retry-After": "1"})
