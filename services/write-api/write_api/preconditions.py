"""Decides whether a change is made on what its author saw (RFC 9110 §13.1.1).

A tag is `"<number>-<nonce>.<build>"`, perhaps with a coding after it. Only the part before the first dot is
compared: it names the state, whatever build or coding showed it. The comparison is the strong one, as the RFC
wants it: a tag marked weak never matches.
"""

from flask import current_app, request
from werkzeug.datastructures import ETags

from service_defaults.problems import Problem

NONCE_DIGITS = 8


def required_if_match() -> ETags:
    """The tags of If-Match. Raises Problem 428 (RFC 6585 §3) without the header."""
    if "If-Match" not in request.headers:
        raise Problem(428, "precondition-required", "Send If-Match with the ETag of what you read.")
    return request.if_match


def holds(condition: ETags, number: int, nonce: str) -> bool:
    """Whether the condition allows to change what was last touched by this revision."""
    seen = {tag.partition(".")[0] for tag in condition.as_set() if tag}  # werkzeug reads `""` as None
    return condition.star_tag or state(number, nonce) in seen


def state(number: int, nonce: str) -> str:
    """The part of a tag that names a revision."""
    return f"{number}-{nonce[:NONCE_DIGITS]}"


def entity_tag(number: int, nonce: str) -> str:
    """The strong ETag of what was last touched by this revision."""
    return f'"{state(number, nonce)}.{current_app.config["BUILD"]}"'
