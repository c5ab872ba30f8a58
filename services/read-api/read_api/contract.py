"""A route's contract: the query parameters it takes, strictly, and what it answers. OpenAPI is made of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Response, request
from marshmallow import Schema, ValidationError, fields

from service_defaults.problems import Problem

View = Callable[..., Response]
_ATTRIBUTE = "contract"


class NoParameters(Schema):
    """What most routes take."""


@dataclass(frozen=True)
class Contract:
    """What is known of a view besides its route; `also` are statuses other than 200, with what they mean."""

    answer: type[Schema] | None
    parameters: type[Schema]
    media_type: str
    also: Mapping[int, str]


def contract(
    answer: type[Schema] | None = None,
    *,
    parameters: type[Schema] = NoParameters,
    media_type: str = "application/json",
    also: Mapping[int, str] | None = None,
) -> Callable[[View], View]:
    """Declare what the view answers and takes; loaded parameters, if it takes any, are its first argument.

    A query that the schema does not know answers 400, and an address that nothing can have 404, before any
    replica is asked.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def checked(*args: Any, **kwargs: Any) -> Response:
            loaded = load_query(parameters())
            if any("\x00" in str(part) for part in kwargs.values()):
                raise Problem(404, "not-found", "Nothing has a null character in its address.")
            return view(*args, **kwargs) if parameters is NoParameters else view(loaded, *args, **kwargs)

        setattr(checked, _ATTRIBUTE, Contract(answer, parameters, media_type, also or {}))
        return checked

    return declare


def contract_of(view: Callable[..., Any]) -> Contract | None:
    """The contract a view declares; None for those that are no part of the API, as health."""
    return getattr(view, _ATTRIBUTE, None)


def load_query(schema: Schema) -> Any:
    """The request's query, loaded. Raises Problem 400 naming every parameter at fault."""
    repeated = {name for name, values in request.args.lists() if len(values) > 1}
    lists = {name for name, each in schema.fields.items() if isinstance(each, fields.List)}
    faults: dict[str, Any] = {name: ["Given more than once."] for name in repeated - lists}
    query = {name: values if name in lists else values[0] for name, values in request.args.lists()}
    try:
        loaded = schema.load(query)
    except ValidationError as error:
        faults |= error.messages_dict
    if faults:
        raise invalid_parameters(faults)
    return loaded


def invalid_parameters(faults: Mapping[str, Any]) -> Problem:
    """Problem 400 for parameters at fault, each with its messages as marshmallow nests them."""
    errors = [{"parameter": name, "detail": " ".join(_texts(messages))} for name, messages in faults.items()]
    detail = " ".join(f"{error['parameter']}: {error['detail']}" for error in errors)
    return Problem(400, "invalid-parameter", detail, errors=errors)


def _texts(messages: Any) -> list[str]:
    if isinstance(messages, Mapping):
        return [text for nested in messages.values() for text in _texts(nested)]
    if isinstance(messages, str):
        return [messages]
    return [text for message in messages for text in _texts(message)]
