"""A route's contract: the query parameters it takes, strictly, and what it answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Response
from marshmallow import Schema

from api_contract.queries import load_query
from api_contract.terms import Reply, Shape, Terms, phrase, with_terms
from service_defaults.problems import Problem

View = Callable[..., Response]
_ATTRIBUTE = "contract"
AS_ASKED = {200: "As asked."}


class NoParameters(Schema):
    """What most routes take."""


@dataclass(frozen=True)
class Contract:
    """What is known of a view besides its route and its terms."""

    answer: Shape | None
    parameters: type[Schema]
    media_types: tuple[str, ...]
    success: Mapping[int, Reply]
    also: Mapping[int, Reply]
    deprecated: bool


def contract(
    answer: Shape | None = None,
    *terms: Terms,
    parameters: type[Schema] = NoParameters,
    media_types: tuple[str, ...] = ("application/json",),
    success: Mapping[int, str | Reply] = AS_ASKED,
    also: Mapping[int, str | Reply] | None = None,
    deprecated: bool = False,
) -> Callable[[View], View]:
    """Declare what the view takes and answers; loaded parameters, if it takes any, are its first argument.

    `success` and `also` say what each status means; a problem is of the type that the status is called by,
    unless a Reply says more. What is `deprecated` will be withdrawn (docs/deprecation.md). A query that the
    schema does not know answers 400, and an address that nothing can have 404, before the view is asked.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def checked(*args: Any, **kwargs: Any) -> Response:
            loaded = load_query(parameters())
            if any("\x00" in str(part) for part in kwargs.values()):
                raise Problem(404, "not-found", "Nothing has a null character in its address.")
            return view(*args, **kwargs) if parameters is NoParameters else view(loaded, *args, **kwargs)

        declared = Contract(
            answer, parameters, media_types, _replies(success), _replies(also or {}), deprecated
        )
        setattr(checked, _ATTRIBUTE, declared)
        return with_terms(checked, *terms)

    return declare


def contract_of(view: Callable[..., Any]) -> Contract | None:
    """The contract a view declares; None for those that are no part of the API, as health."""
    return getattr(view, _ATTRIBUTE, None)


def takes_parameters(view: Callable[..., Any]) -> bool:
    """Whether the view's first argument is what its contract loads from the query."""
    declared = contract_of(view)
    return declared is not None and declared.parameters is not NoParameters


def _replies(meanings: Mapping[int, str | Reply]) -> dict[int, Reply]:
    return {status: _reply(status, meaning) for status, meaning in meanings.items()}


def _reply(status: int, meaning: str | Reply) -> Reply:
    if isinstance(meaning, Reply):
        return meaning
    return Reply(meaning, (phrase(status),) if status >= 400 else ())
