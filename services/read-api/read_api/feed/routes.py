"""GET /v1/changes and /v1/snapshot."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from api_contract import Reply, contract, invalid_parameters
from read_api.answers import LINKED, encoded, represent
from read_api.feed import export, queries
from read_api.feed.compression import compressed
from read_api.feed.parameters import Following, ListChanges
from read_api.feed.place import Place
from read_api.feed.schemas import Changes, SnapshotBegin, SnapshotEnd, SnapshotThing
from read_api.replicas import Snapshot
from read_api.replicas.refusals import Lacks, OtherHistory
from read_api.snapshots import CROWDED, FAR_FUTURE, TERMS, TOKEN, in_snapshot, open_stream, replicas
from revision_cache.codings import IDENTITY, coding_for
from revision_cache.token import Token
from service_defaults.permissions import PUBLIC, permission
from service_defaults.problems import Problem

GONE = Reply(
    "Changes since then are not known: take a snapshot.",
    ("feed-lost", "feed-purged"),
    members={"current": {"description": "The catalog's revision.", **TOKEN}},
)

feed = Blueprint("feed", __name__)


class PlaceLost(OtherHistory):
    """The place is in another history than `current`."""

    def __init__(self, after: Place, current: Token) -> None:
        super().__init__(f"Revision {after.token} is not in the history of the catalog.")
        self.current = current


def told_as_gone(view: Callable[..., Response]) -> Callable[..., Response]:
    """Say `410` to who is in another history: no replica was found that has the place."""

    @wraps(view)
    def told(*args: Any, **kwargs: Any) -> Response:
        try:
            return view(*args, **kwargs)
        except PlaceLost as refusal:
            raise _gone("feed-lost", str(refusal), refusal.current) from refusal

    return told


@feed.get("/v1/changes")
@permission(PUBLIC)
@contract(Changes, LINKED, parameters=ListChanges, also={410: GONE})
@told_as_gone
@in_snapshot
def list_changes(snapshot: Snapshot, following: Following) -> Response:
    """List what changed after a revision.

    In the order of revisions, without a gap. Who keeps each `value` and forgets what was deleted has, when
    `more` is false, the public catalog of `revision`; `next` is the `after` of the next request.
    """
    after = following.after
    _confirm(snapshot, after)
    page = queries.page(snapshot.connection, snapshot.token, after, following.limit)
    body = {
        "items": page.items,
        "next": str(page.next),
        "more": page.more,
        "revision": snapshot.token.number,
    }
    following_page = f"{request.path}?{urlencode({'after': page.next, 'limit': following.limit})}"
    links = {"next": following_page} if page.more else None
    return represent(body, snapshot.token, links, snapshot.dated_at)


@feed.get("/v1/snapshot")
@permission(PUBLIC)
@contract(
    (SnapshotBegin, SnapshotThing, SnapshotEnd),
    TERMS,
    CROWDED,
    media_types=(export.MEDIA_TYPE,),
    success={200: "Lines, each of which is one of these."},
)
def get_snapshot() -> Response:
    """Get the whole public catalog as JSON Lines.

    The first line has the `revision` and the `token` from which to follow the changes. Then comes a line for
    each thing with its `entity`, `id` and `value`. The last has `end` and their `count`; without it the
    document is not whole.
    """
    coding = coding_for(request.headers.get("Accept-Encoding", ""))
    stream = open_stream()
    pieces = export.lines(stream, encoded)
    response = Response(pieces if coding == IDENTITY else compressed(pieces, coding))
    response.call_on_close(stream.close)
    response.content_type = export.MEDIA_TYPE
    response.headers["Cache-Control"] = "no-store"
    if coding != IDENTITY:
        response.headers["Content-Encoding"] = coding
    return response


def _confirm(snapshot: Snapshot, after: Place) -> None:
    """Raise PlaceLost or Problem 410 when changes after it are not known, and whatever `_await` raises."""
    if after.seen is not None:
        _confirm(snapshot, Place.behind(after.seen))
    try:
        queries.confirm(snapshot.connection, snapshot.token, after)
    except queries.NotYet:
        _await(snapshot, after)
    except queries.Purged as error:
        detail = f"Changes after revision {after.number} are no longer kept."
        raise _gone("feed-purged", detail, snapshot.token) from error
    except queries.Lost as error:
        raise PlaceLost(after, snapshot.token) from error
    if after.token is not None:
        replicas().missed.found(after.token)


def _await(snapshot: Snapshot, after: Place) -> None:
    """Leave a revision that this replica does not have to another: raise Lacks, PlaceLost, or Problem 400."""
    if after.token is not None and replicas().lost(after.token):
        raise PlaceLost(after, snapshot.token)
    newest = max(replicas().lookout.horizon.newest, snapshot.token.number)
    if after.number > newest + (FAR_FUTURE if after.token else 0):
        raise invalid_parameters(
            {"after": f"Revision {after.number} is still to come; the newest is {newest}."}
        )
    raise Lacks(f"{snapshot.node} is at {snapshot.token}")


def _gone(slug: str, detail: str, current: Token) -> Problem:
    advice = "Take a snapshot (/v1/snapshot), and follow the changes from there."
    return Problem(410, slug, f"{detail} {advice}", current=str(current))
