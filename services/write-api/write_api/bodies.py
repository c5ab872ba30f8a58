"""Reads request bodies: JSON that is well formed (400), and then of the right shape (422)."""

import functools
import json
from collections.abc import Iterable, Iterator
from typing import Any

from flask import request
from marshmallow import Schema, ValidationError

from api_contract import Body, Header, Reply, Terms
from service_defaults.problems import Problem

JSON_TYPES = ("application/json", "application/merge-patch+json")
LARGEST_JSON = 1_048_576
DEEPEST_JSON = 32
ACCEPT = Header("Accept", "What can be sent here.", required=True)
REPLIES = {
    400: Reply("The body is no JSON, or a header has no sense.", ("malformed",)),
    413: Reply("The body has too many bytes.", ("too-large",)),
    415: Reply("The body is of another type.", ("unsupported-media-type",), (ACCEPT,)),
    422: Reply("`errors` lists every fault of the body with its JSON pointer.", ("invalid-body",)),
}


def json_of(schema: type[Schema], example: Any = None) -> Terms:
    """The terms of a route whose body is of this schema."""
    return Terms(body=Body({JSON_TYPES[0]: schema}, example=example), replies=REPLIES)


def patch_of(schema: type[Schema], example: Any, *, partial: bool = True) -> Terms:
    """Those of a route that takes a merge patch of it; not `partial` where the schema is the patch's own."""
    shapes = dict.fromkeys(reversed(JSON_TYPES), schema)
    return Terms(body=Body(shapes, "A merge patch (RFC 7396).", partial, example), replies=REPLIES)


def json_body(most: int = LARGEST_JSON) -> dict[str, Any]:
    """The body's JSON object, of at most so many bytes.

    Raises Problem 415, 413, or 400 for what RFC 8259 does not allow.
    """
    if request.mimetype not in JSON_TYPES:
        raise Problem(
            415, "unsupported-media-type", f"Send {JSON_TYPES[0]}.", headers={"Accept": JSON_TYPES[0]}
        )
    if len(request.get_data()) > most:
        raise Problem(413, "too-large", f"A JSON body may have {most:,} bytes here.")
    document = _parse(request.get_data())
    if _depth(document) > DEEPEST_JSON:
        raise Problem(400, "malformed", f"A body may be nested {DEEPEST_JSON} deep (RFC 8259 §9).")
    if not isinstance(document, dict):
        raise Problem(
            422, "invalid-body", "The body must be a JSON object.", errors=[_fault("", "Not an object.")]
        )
    return document


def load(schema: type[Schema], document: dict[str, Any]) -> Any:
    """What the schema makes of the document. Raises Problem 422 that lists every fault with its pointer."""
    try:
        return _one(schema).load(document)
    except ValidationError as error:
        raise invalid(list(_faults(error.messages))) from error


def invalid(faults: list[dict[str, str]]) -> Problem:
    """The 422 for these faults."""
    count = "One value is" if len(faults) == 1 else f"{len(faults)} values are"
    return Problem(422, "invalid-body", f"{count} not acceptable.", errors=faults)


@functools.cache
def _one(schema: type[Schema]) -> Schema:
    """To make one takes longer than to load a product by it."""
    return schema()


def _parse(data: bytes) -> Any:
    try:
        document = json.loads(
            data.decode(), parse_constant=_refuse_constant, object_pairs_hook=_without_duplicates
        )
        json.dumps(document, ensure_ascii=False).encode()  # a lone surrogate parses, and could not be stored
    except (ValueError, RecursionError) as error:
        raise Problem(400, "malformed", "The body is not valid JSON in UTF-8.") from error
    return document


def _depth(document: Any) -> int:
    depth, level = 0, [document]
    while level := [inner for outer in level for inner in _members(outer)]:
        depth += 1
    return depth


def _members(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _without_duplicates(members: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(members)
    if len(document) < len(members):
        raise ValueError("A member is given twice")
    return document


def _faults(messages: Any, pointer: str = "") -> Iterator[dict[str, str]]:
    if isinstance(messages, dict):
        for key, inner in messages.items():
            yield from _faults(inner, pointer if key == "_schema" else f"{pointer}/{_escaped(str(key))}")
    elif isinstance(messages, list):
        for inner in messages:
            yield from _faults(inner, pointer)
    else:
        yield _fault(pointer, str(messages))


def _fault(pointer: str, detail: str) -> dict[str, str]:
    return {"pointer": pointer, "detail": detail}


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")
