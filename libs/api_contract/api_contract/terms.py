"""Terms: what a request may carry besides its query, and what it may be answered besides what it is for.

Decorators that do something for many views add their terms to each, so that a view need not repeat them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, TypeVar

from marshmallow import Schema

Shape = type[Schema] | str | Mapping[str, Any] | tuple[type[Schema], ...]
"""A schema, the name of one that another part of the API describes, JSON Schema as it is, or one of some."""

_ATTRIBUTE = "terms"
View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Header:
    """A header of requests or of answers; `required` is one that is always there."""

    name: str
    description: str
    required: bool = False
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string"})
    example: str | None = None


CHALLENGE = Header("WWW-Authenticate", "How to authenticate (RFC 6750).", required=True)


@dataclass(frozen=True)
class Body:
    """What a request carries: the shape of each media type, the first of which is the one to send."""

    shapes: Mapping[str, Shape]
    description: str = ""
    partial: bool = False
    example: Any = None


@dataclass(frozen=True)
class Reply:
    """What a status means. Of a problem also its types, by their last part, and its extension members."""

    meaning: str
    types: tuple[str, ...] = ()
    headers: tuple[Header, ...] = ()
    members: Mapping[str, Shape] = field(default_factory=dict)

    def __or__(self, other: "Reply") -> "Reply":
        """A reply that is either of them."""
        return Reply(
            self.meaning if other.meaning in self.meaning else f"{self.meaning} {other.meaning}",
            tuple(dict.fromkeys((*self.types, *other.types))),
            tuple({each.name: each for each in (*self.headers, *other.headers)}.values()),
            {**self.members, **other.members},
        )


@dataclass(frozen=True)
class Terms:
    """`asks` are headers that a request may or must have, `shows` those that a success has."""

    asks: tuple[Header, ...] = ()
    shows: tuple[Header, ...] = ()
    body: Body | None = None
    replies: Mapping[int, Reply] = field(default_factory=dict)


def with_terms(view: View, *terms: Terms) -> View:
    """The view, which now also has these terms."""
    setattr(view, _ATTRIBUTE, (*terms_of(view), *terms))
    return view


def terms_of(view: Callable[..., Any]) -> tuple[Terms, ...]:
    """All terms that were added to a view."""
    found: tuple[Terms, ...] = getattr(view, _ATTRIBUTE, ())
    return found


def all_replies(own: Mapping[int, Reply], terms: Iterable[Terms]) -> dict[int, Reply]:
    """Every status with what it means, in order; `own` comes first where terms have the same status."""
    replies = dict(own)
    for each in terms:
        for status, reply in each.replies.items():
            replies[status] = replies[status] | reply if status in replies else reply
    return dict(sorted(replies.items()))


def phrase(status: int) -> str:
    """The status' own phrase as the last part of a problem's type: `not-found`."""
    return HTTPStatus(status).phrase.lower().replace(" ", "-")
