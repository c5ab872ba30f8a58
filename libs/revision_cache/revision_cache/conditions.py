"""Decides whether a client has an answer already (RFC 9110 §13)."""

import re
from wsgiref.types import WSGIEnvironment

from revision_cache.answer import Answer
from revision_cache.codings import CODINGS

_TAG = re.compile(r'(?:W/)?"([^"]*)"')


def known_tag(environ: WSGIEnvironment, answer: Answer) -> str | None:
    """The tag under which the client has it; None when it has it not, or did not say.

    Tags of one answer in several codings are weakly equal. A date must be the very one that was given: it
    names a revision, and an earlier or later one says nothing of another.
    """
    tags = environ.get("HTTP_IF_NONE_MATCH")
    if tags is not None:
        return _matching(tags, answer.tag)
    date = environ.get("HTTP_IF_MODIFIED_SINCE")
    return answer.tag if date is not None and date == answer.last_modified else None


def _matching(tags: str, wanted: str) -> str | None:
    if tags.strip() == "*":
        return wanted
    return next((tag for tag in _TAG.findall(tags) if without_coding(tag) == wanted), None)


def without_coding(tag: str) -> str:
    """The opaque tag of the plain answer."""
    plain, _, coding = tag.rpartition(".")
    return plain if coding in CODINGS else tag
