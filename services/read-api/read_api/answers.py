"""Decides what a cache, a browser's or any other, may do with an answer (RFC 9110 §8.8 and §13, RFC 9111)."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import orjson
from flask import Response, current_app, g, request

from api_contract import Header, Reply, Terms
from read_api import cors
from read_api.replicas import Snapshot
from read_api.settings import Settings
from revision_cache.token import Token
from service_defaults.permissions import PUBLIC, permission_of
from service_defaults.problems import Problem

_OPTIONS = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_NON_STR_KEYS  # SQLAlchemy's names are no plain str

DIGITS = 16
"""So many of a digest, in hexadecimal, tell one body from another."""

VARY = ("Accept-Encoding", "Catalog-Min-Revision")

TAG = Header("ETag", "Strong; for `If-None-Match` and `If-Match`.", example='"43-9f3ac2d1.1"')
CHANGED = Header("Last-Modified", "When that revision was made, where it is known.")
TAGGED = Terms(
    asks=(
        Header("If-None-Match", "An `ETag` seen before: `304` when the answer would be the same."),
        Header(
            "If-Modified-Since",
            "A `Last-Modified` seen before, the very same: `304` when it is that still. A tag is more exact.",
        ),
        Header("If-Match", "An `ETag` seen before, or `*`: `412` when the answer would not be the same."),
    ),
    shows=(TAG, CHANGED),
    replies={
        304: Reply("The client has it already.", headers=(TAG, CHANGED)),
        412: Reply("It is not as `If-Match` has it.", ("precondition-failed",)),
    },
)
"""Of what `matched` and `represent` answer."""

LINKED = Terms(
    shows=(Header("Link", "Where other pages are (RFC 8288).", example='</v1/products?page=2>; rel="next"'),)
)
"""Of what `represent` answers with links."""


def represent(
    body: object,
    token: Token,
    links: Mapping[str, str] | None = None,
    modified: datetime | None = None,
    *,
    shows_more: bool = False,
) -> Response:
    """A JSON answer whose tag says at which revision it last changed, and whose date says when.

    `token` is the snapshot's for what depends on the whole catalog, else that of the one thing shown;
    `modified` is the date that stands for that revision alone, if one does. `links` are relation and relative
    reference (RFC 8288). With `shows_more` the body has what changes without the token, as somebody's name:
    then the tag has a digest of it too, behind what If-Match compares.
    Raises Problem 412 for an If-Match without its tag.
    """
    data = encoded(body)
    digest = f".{sha256(data).hexdigest()[:DIGITS]}" if shows_more else ""
    response = Response(data, mimetype="application/json")
    response.set_etag(token.tag(current_app.config["BUILD"]) + digest)
    if modified is not None:
        response.last_modified = modified
    if links:
        response.headers["Link"] = ", ".join(f'<{target}>; rel="{rel}"' for rel, target in links.items())
    return matched(response)


def unkept(body: object) -> Response:
    """A JSON answer of what no revision of the catalog stands for: without a tag, and nobody keeps it."""
    response = Response(encoded(body), mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


def encoded(body: object) -> bytes:
    """The body as JSON goes over the wire."""
    return orjson.dumps(body, _wire, _OPTIONS)


def matched(response: Response) -> Response:
    """The tagged response. Raises Problem 412 for an If-Match without its tag.

    Whether the client has it already, the revision cache decides.
    """
    tag, _ = response.get_etag()
    wanted = request.if_match
    states = {_state(each) for each in wanted.as_set() if each}  # werkzeug reads `""` as None
    if wanted and not wanted.star_tag and _state(tag or "") not in states:
        raise Problem(412, "precondition-failed", "It is not as If-Match has it.")
    return response


def _state(tag: str) -> str:
    """The part of a tag that names a revision, whatever build or coding showed it."""
    return tag.partition(".")[0]


def describe_to_caches(settings: Settings) -> Callable[[Response], Response]:
    """Say of every answer which revision it shows, and how it may be kept: not unless the view said more."""
    for_everyone = _for_everyone(settings)

    def describe(response: Response) -> Response:
        _name_revision(response)
        if _is_public():
            may_be_kept = response.status_code == 200 and "Catalog-Stale" not in response.headers
            response.headers.setdefault("Cache-Control", for_everyone if may_be_kept else "no-cache")
            response.headers.update(cors.ON_PREFLIGHTS if request.method == "OPTIONS" else cors.ON_ANSWERS)
            response.vary.update(VARY)
        else:
            response.headers.setdefault("Cache-Control", "private, no-cache")
            response.vary.add("Authorization")
        return response

    return describe


def _for_everyone(settings: Settings) -> str:
    """A 304 is nearly free, so that every cache asks; unless a CDN may answer for some seconds (RFC 5861)."""
    if not settings.cdn_seconds:
        return "no-cache"
    return (
        f"public, max-age=0, s-maxage={settings.cdn_seconds}, "
        f"stale-while-revalidate={settings.cdn_stale_while_revalidate}, "
        f"stale-if-error={settings.cdn_stale_if_error}"
    )


def _name_revision(response: Response) -> None:
    snapshot: Snapshot | None = g.get("snapshot")
    if snapshot is not None:
        response.headers["Catalog-Revision"] = str(snapshot.token)
        if snapshot.is_stale:
            response.headers["Catalog-Stale"] = "true"


def _is_public() -> bool:
    return request.endpoint is None or permission_of(current_app, request.endpoint) == PUBLIC


def _wire(value: Any) -> str:
    """What JSON does not know: times, as RFC 3339 in UTC."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    raise TypeError(f"{type(value).__name__} has no place in an answer")
