"""Reads the query of a request: strictly, so that a misspelt parameter is refused and not ignored."""

from collections.abc import Mapping
from typing import Any

from flask import request
from marshmallow import Schema, ValidationError, fields

from service_defaults.problems import Problem


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
