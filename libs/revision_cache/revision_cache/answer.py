"""An answer that can be given again: every coding in which it was asked for, and the 304 in its place."""

import time
from typing import NamedTuple

from revision_cache.codings import IDENTITY, encoded, is_compressible
from revision_cache.token import Token

Headers = list[tuple[str, str]]

_REVISION = "catalog-revision"
_NOT_KEPT = ("private", "no-store", "immutable")
"""In Cache-Control: one reader's, only of now, or a picture, which others keep for good."""

_REPLACED = frozenset({"etag", "content-length"})
_OF_BODY = frozenset({"content-type", "content-language", "link"})
"""What a 304 does not repeat: it guides no cache (RFC 9110 §15.4.5)."""

_OVERHEAD = 2048
"""Bytes that the headers and objects of an answer take up, roughly."""


class Form(NamedTuple):
    """An answer in one coding: all its headers, and the body."""

    headers: Headers
    body: bytes


class Answer:
    """The 200 to a GET, made of Flask's headers and body.

    `tag` is the opaque part of its entity tag, without a coding. `token` is the revision that it shows; None
    when it shows none, and is the same as long as this process lives. `made_at` is in seconds since 1970.
    """

    def __init__(self, headers: Headers, body: bytes, route: str, made_at: float | None = None) -> None:
        given = {name.lower(): value for name, value in headers}
        self.tag = given["etag"].strip('"')
        self.token = Token.parse(given[_REVISION]) if _REVISION in given else None
        self.route = route
        self.may_be_kept = "catalog-stale" not in given and not any(
            word in given.get("cache-control", "") for word in _NOT_KEPT
        )
        self.is_compressible = is_compressible(given.get("content-type", ""), len(body))
        self.made_at = time.time() if made_at is None else made_at
        self.last_modified = given.get("last-modified")
        self._headers = [(name, value) for name, value in headers if name.lower() not in _REPLACED]
        self.forms = {IDENTITY: self._form(body, IDENTITY)}

    @property
    def plain(self) -> Form:
        """The answer as Flask made it."""
        return self.forms[IDENTITY]

    @property
    def size(self) -> int:
        """Bytes, in all forms."""
        return _OVERHEAD + sum(len(form.body) for form in self.forms.values())

    def encode(self, coding: str) -> Form:
        """The answer in that coding, made now."""
        return self._form(encoded(self.plain.body, coding), coding)

    def in_other_words(self, name: str, body: bytes) -> "Answer":
        """One like it, with another body and a tag that says so."""
        headers = [*self._headers, ("ETag", f'"{self.tag}.{name}"')]
        return Answer(headers, body, self.route, self.made_at)

    def not_modified(self, tag: str) -> Headers:
        """The headers of a 304 to a client that has the answer under `tag` (RFC 9110 §15.4.5)."""
        kept = [(name, value) for name, value in self._headers if name.lower() not in _OF_BODY]
        return [*kept, ("ETag", f'"{tag}"')]

    def _form(self, body: bytes, coding: str) -> Form:
        """Each coding is another representation, so its tag is another (RFC 9110 §8.8.3.3)."""
        if coding == IDENTITY:
            own = [("ETag", f'"{self.tag}"')]
        else:
            own = [("ETag", f'"{self.tag}.{coding}"'), ("Content-Encoding", coding)]
        return Form([*self._headers, *own, ("Content-Length", str(len(body)))], body)
