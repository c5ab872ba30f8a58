"""Makes the OpenAPI 3.1 document out of the routes, their contracts, permissions and docstrings."""

import re
from collections.abc import Callable
from inspect import getdoc
from typing import Any

from apispec import APISpec
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
    "says in `Catalog-Revision` which one it shows."
)

_PATH_PARAMETERS = {
    "id_or_slug": ("The id, or the slug.", {"type": "string"}),
    "sha256": ("SHA-256 of the original, in hexadecimal.", {"type": "string", "pattern": "^[0-9a-f]{64}$"}),
    "width": ("Width in pixels.", {"type": "integer", "minimum": 0}),
    "extension": ("The format.", {"type": "string", "enum": ["webp", "jpg"]}),
}
_SNAPSHOT_HEADERS = {
    "Catalog-Min-Revision": "A `Catalog-Revision` seen before: the answer shows this one or a later one.",
    "Prefer": "`wait=N`: seconds to wait for a replica with that revision; 0.5 by default, 5 at most.",
    "If-None-Match": "An `ETag` seen before: 304 when the answer would be the same.",
}
_SNAPSHOT_STATUSES = {
    304: "The client has it already.",
    412: "`revision-lost`: the revision asked for was lost in a failover; `current` is the catalog's.",
    503: "`replica-behind`: no replica has the revision yet; `unavailable`: there is no replica.",
}
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
    """The OpenAPI document of all routes that declare a contract."""
    spec = APISpec("mstore", VERSION, "3.1.0", [_Plugin()], info={"description": INTRODUCTION})
    spec.components.schema("Problem", schema=Problem)
    spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"})
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        view = app.view_functions[rule.endpoint]
        contract = contract_of(view)
        if contract is not None:
            operation = _operation(rule, view, contract, permission_of(app, rule.endpoint))
            spec.path(path_template(rule), operations={"get": operation})
    return spec.to_dict()


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


def _parameters(rule: Rule, view: Callable[..., Any], contract: Contract) -> list[dict[str, Any]]:
    path = [
        {"in": "path", "name": name, "required": True, "description": description, "schema": schema}
        for name, (description, schema) in _PATH_PARAMETERS.items()
        if name in rule.arguments
    ]
    query = [] if contract.parameters is NoParameters else [{"in": "query", "schema": contract.parameters}]
    headers = [
        {"in": "header", "name": name, "description": description, "schema": {"type": "string"}}
        for name, description in _SNAPSHOT_HEADERS.items()
        if hasattr(view, READS_SNAPSHOT)
    ]
    return [*path, *query, *headers]


def _responses(view: Callable[..., Any], contract: Contract, needs: str | None) -> dict[str, Any]:
    statuses = dict(contract.also)
    statuses[400] = "A parameter is unknown or out of range; `errors` names it."
    if hasattr(view, READS_SNAPSHOT):
        statuses |= _SNAPSHOT_STATUSES
    if needs != PUBLIC:
        statuses |= {401: "The access token is missing or not valid.", 403: f"It lacks the scope `{needs}`."}
    return {"200": _success(view, contract)} | {
        str(status): _other(status, description) for status, description in sorted(statuses.items())
    }


def _success(view: Callable[..., Any], contract: Contract) -> dict[str, Any]:
    content = {"schema": contract.answer} if contract.answer else {}
    success: dict[str, Any] = {"description": "As asked.", "content": {contract.media_type: content}}
    return success | ({"headers": _ANSWER_HEADERS} if hasattr(view, READS_SNAPSHOT) else {})


def _other(status: int, description: str) -> dict[str, Any]:
    if status < 400:
        return {"description": description}
    problem = {"application/problem+json": {"schema": Problem}}
    return {"description": description, "content": problem}
