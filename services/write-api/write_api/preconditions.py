"""Decides whether a change is made on what its author saw (RFC 9110 §13.1.1).

A tag is `"<number>-<nonce>.<build>"`, perhaps with a coding after it. Only the part before the first dot is
compared: it names the state, whatever build or coding showed it. The comparison is the strong one, as the RFC
wants it: a tag marked weak never matches.
"""

import re

from flask import current_app, request
from werkzeug.datastructures import ETags

from api_contract import Header, Reply, Terms
from service_defaults.problems import Problem

NONCE_DIGITS = 8
TAG = r'(W/)?"[!#-~\x80-\xff]*"'
TAGS = re.compile(rf"\*|{TAG}([ \t]*,[ \t]*{TAG})*")
STATE = re.compile(rf"([0-9]{{1,18}})-([0-9a-f]{{{NONCE_DIGITS}}})")
ETAG = Header("ETag", "Strong; for `If-Match`.", required=True, example='"43-9f3ac2d1.1"')
IF_MATCH = Header(
    "If-Match",
    "The `ETag` of what was read, or `*` for whatever is there.",
    required=True,
    schema={"type": "string", "pattern": f"^({TAGS.pattern})$"},
    example="*",
)


def if_match_of(shown: str) -> Terms:
    """The terms of a route that changes what is shown so."""
    stale = Reply(
        "It was changed since it was read; `current` is what it is now, `changes` who did what since.",
        ("precondition-failed",),
        (ETAG,),
        {"current": shown, "changes": {"type": "array", "items": {"$ref": "#/components/schemas/Revision"}}},
    )
    missing = Reply("No `If-Match` was sent.", ("precondition-required",))
    senseless = Reply("A header has no sense.", ("malformed",))
    return Terms(asks=(IF_MATCH,), replies={400: senseless, 412: stale, 428: missing})


def required_if_match() -> ETags:
    """The tags of If-Match. Raises Problem 428 (RFC 6585 §3) without the header, 400 for what is no tag."""
    given = request.headers.get("If-Match")
    if given is None:
        raise Problem(428, "precondition-required", "Send If-Match with the ETag of what you read.")
    if not TAGS.fullmatch(given.strip()):
        raise Problem(400, "malformed", 'If-Match has tags in quotes, as "43-9f3ac2d1.1", or *.')
    return request.if_match


def holds(condition: ETags, number: int, nonce: str) -> bool:
    """Whether the condition allows to change what was last touched by this revision."""
    seen = {tag.partition(".")[0] for tag in condition.as_set() if tag}  # werkzeug reads `""` as None
    return condition.star_tag or state(number, nonce) in seen


def states_seen(condition: ETags) -> list[tuple[int, str]]:
    """The revisions that the tags name: each one's number, and the first digits of its nonce."""
    found = (STATE.fullmatch(tag.partition(".")[0]) for tag in condition.as_set() if tag)
    return [(int(state[1]), state[2]) for state in found if state]


def state(number: int, nonce: str) -> str:
    """The part of a tag that names a revision."""
    return f"{number}-{nonce[:NONCE_DIGITS]}"


def entity_tag(number: int, nonce: str) -> str:
    """The strong ETag of what was last touched by this revision."""
    return f'"{state(number, nonce)}.{current_app.config["BUILD"]}"'
