"""Makes the OpenAPI 3.1 document out of the routes, their contracts, permissions and docstrings."""

import re
from collections.abc import Callable
from inspect import getdoc
from typing import Any

from apispec import APISpec
from apispec.core import Components
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.openapi import OpenAPIConverter
from flask import Flask
from marshmallow import Schema
from werkzeug.routing import Rule

from read_api.contract import Contract, NoParameters, contract_of
from read_api.docs.schemas import Problem
from read_api.snapshots import READS_SNAPSHOT
from service_defaults.permissions import PUBLIC, permission_of

VERSION = "1.0.0"
INTRODUCTION = (
    "The catalog of a small shop. Every write makes a new numbered revision of the whole catalog; an answer "
    "says in `Catalog-Revision` which one it shows. Described here is how to read it."
)

_PATH_PARAMETERS = {
    "id_or_slug": ("The id, or the slug.", {"type": "string"}),
    "sha256": ("SHA-256 of the original, in hexadecimal.", {"type": "string", "pattern": "^[0-9a-f]{64}$"}),
    "width": ("Width in pixels.", {"type": "integer", "minimum": 0}),
    "extension": ("The format.", {"type": "string", "enum": ["webp", "jpg"]}),
}
_HEADERS = {
    "MinRevision": (
        "Catalog-Min-Revision",
        "A `Catalog-Revision` seen before: the answer shows this one or a later one.",
    ),
    "Prefer": ("Prefer", "`wait=N`: seconds to wait for a replica with that revision; 0.5, or up to 5."),
    "IfNoneMatch": ("If-None-Match", "An `ETag` seen before: `304` when the answer would be the same."),
}
SHARED_ANSWERS = {
    "NotModified": (304, "The client has it already."),
    "InvalidParameter": (400, "A parameter is unknown or out of range; `errors` names it."),
    "RevisionLost": (412, "The revision asked for was lost in a failover; `current` is the catalog's."),
    "Unavailable": (503, "No replica has the revision yet, or there is none. See `Retry-After`."),
}
_OF_SNAPSHOTS = {"NotModified", "RevisionLost", "Unavailable"}
_ANSWER_HEADERS = {
    "Catalog-Revision": {
        "description": "`number.nonce` of the revision shown.",
        "schema": {"type": "string"},
    },
    "Catalog-Stale": {
        "description": "`true` when later revisions are known, but no replica has them now.",
        "schema": {"type": "string"},
    },
    "ETag": {"description": "Strong; for `If-None-Match` and `If-Match`.", "schema": {"type": "string"}},
}


class _Converter(OpenAPIConverter):
    """Describes a schema with its docstring."""

    def schema2jsonschema(self, schema: Schema) -> dict[str, Any]:
        described: dict[str, Any] = super().schema2jsonschema(schema)  # type: ignore[no-untyped-call]
        return {"description": getdoc(type(schema)), **described}


class _Plugin(MarshmallowPlugin):
    Converter = _Converter


def document(app: Flask) -> dict[str, Any]:
    """The OpenAPI document of all routes that declare a contract, in the order of their registration."""
    spec = APISpec("mstore", VERSION, "3.1.0", [_Plugin()], info={"description": INTRODUCTION})
    _share(spec.components)
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        contract = contract_of(view)
        if contract is not None:
            operation = _operation(rule, view, contract, permission_of(app, rule.endpoint))
            spec.path(path_template(rule), operations={"get": operation})
    return spec.to_dict()


def _share(components: Components) -> None:
    """Describe once what many operations have."""
    components.schema("Problem", schema=Problem)
    components.security_scheme("bearer", {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"})
    for name, (header, description) in _HEADERS.items():
        schema = {"type": "string"}
        components.parameter(name, "header", {"name": header, "description": description, "schema": schema})
    for name, (status, description) in SHARED_ANSWERS.items():
        components.response(name, _other(status, description))


def path_template(rule: Rule) -> str:
    """The rule as OpenAPI writes it: `/v1/products/{id_or_slug}`."""
    return re.sub(r"<(?:[^<>]*:)?(\w+)>", r"{\1}", rule.rule)


def _operation(rule: Rule, view: Callable[..., Any], contract: Contract, needs: str | None) -> dict[str, Any]:
    summary, _, description = (getdoc(view) or "").partition("\n\n")
    feature, _, name = rule.endpoint.rpartition(".")
    operation = {
        "operationId": name,
        "tags": [feature],
        "summary": summary,
        "description": description,
        "parameters": _parameters(rule, view, contract),
        "responses": _responses(view, contract, needs),
    }
    return operation if needs == PUBLIC else operation | {"security": [{"bearer": [needs]}]}


def _parameters(rule: Rule, view: Callable[..., Any], contract: Contract) -> list[Any]:
    path = [
        {"in": "path", "name": name, "required": True, "description": description, "schema": schema}
        for name, (description, schema) in _PATH_PARAMETERS.items()
        if name in rule.arguments
    ]
    query = [] if contract.parameters is NoParameters else [{"in": "query", "schema": contract.parameters}]
    return [*path, *query, *(_HEADERS if hasattr(view, READS_SNAPSHOT) else [])]


def _responses(view: Callable[..., Any], contract: Contract, needs: str | None) -> dict[str, Any]:
    own = dict(contract.also)
    if needs != PUBLIC:
        own |= {401: "The access token is missing or not valid.", 403: f"It lacks the scope `{needs}`."}
    shared = {
        str(status): name
        for name, (status, _) in SHARED_ANSWERS.items()
        if name not in _OF_SNAPSHOTS or hasattr(view, READS_SNAPSHOT)
    }
    others = {str(status): _other(status, description) for status, description in own.items()}
    return {"200": _success(view, contract), **dict(sorted((others | shared).items()))}


def _success(view: Callable[..., Any], contract: Contract) -> dict[str, Any]:
    content = {"schema": contract.answer} if contract.answer else {}
    success: dict[str, Any] = {"description": "As asked.", "content": {contract.media_type: content}}
    return success | ({"headers": _ANSWER_HEADERS} if hasattr(view, READS_SNAPSHOT) else {})


def _other(status: int, description: str) -> dict[str, Any]:
    if status < 400:
        return {"description": description}
    problem = {"application/problem+json": {"schema": Problem}}
    return {"description": description, "content": problem}
