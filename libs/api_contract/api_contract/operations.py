"""Makes OpenAPI operations out of a service's routes: of contracts, terms, permissions and docstrings."""

import re
from collections.abc import Callable, Mapping
from inspect import getdoc
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from api_contract.contracts import Contract, NoParameters, contract_of
from api_contract.problem import Problem
from api_contract.shapes import Shapes
from api_contract.terms import CHALLENGE, Body, Header, Reply, Terms, all_replies, terms_of
from service_defaults.permissions import PUBLIC, permission_of
from service_defaults.problems import TYPE_BASE

Described = dict[str, Any]
COUNT = {"type": "integer", "minimum": 0}
PROBLEM = "application/problem+json"
LIMITS = (
    Header("X-RateLimit-Limit", "How many requests may come at once.", schema=COUNT),
    Header("X-RateLimit-Remaining", "How many of them are left.", schema=COUNT),
    Header("X-RateLimit-Reset", "Seconds until there are more.", schema=COUNT),
)
"""What the gateway says in every answer, of an error too, to those that it limits."""
REFUSES_QUERY = Reply("A parameter is unknown or out of range; `errors` names it.", ("invalid-parameter",))
LIMITED = Reply(
    "The address from which it comes asks too often. The gateway says so, before any service.",
    ("too-many-requests",),
    (Header("Retry-After", "Seconds after which to ask again.", required=True), *LIMITS),
)
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


class Operations:
    """What the routes of one service do; `places` describe the variables in their paths."""

    def __init__(self, app: Flask, shapes: Shapes, places: Mapping[str, Described]) -> None:
        self._app, self._shapes, self._places = app, shapes, places

    def by_path(self) -> dict[str, Described]:
        """Every route that declares a contract, by path and method."""
        paths: dict[str, Described] = {}
        for rule in self._app.url_map.iter_rules():
            view = self._app.view_functions[rule.endpoint]
            contract = contract_of(view)
            for method in METHODS if contract else ():
                if contract and method in (rule.methods or ()):
                    paths.setdefault(path_template(rule), {})[method.lower()] = self._one(
                        rule, view, contract
                    )
        return paths

    def _one(self, rule: Rule, view: Callable[..., Any], contract: Contract) -> Described:
        summary, _, description = (getdoc(view) or "").partition("\n\n")
        feature, _, name = rule.endpoint.rpartition(".")
        needs = permission_of(self._app, rule.endpoint)
        terms = terms_of(view)
        said = {"summary": summary.rstrip("."), "description": re.sub(r"(?<!\n)\n(?!\n)", " ", description)}
        return {
            "operationId": name,
            "tags": [feature],
            **{key: text for key, text in said.items() if text},
            **({"deprecated": True} if contract.deprecated else {}),
            "security": [] if needs == PUBLIC else [{"bearer": [needs]}],
            "parameters": self._parameters(rule, contract, terms),
            **self._body(terms),
            "responses": self._responses(contract, terms, needs),
        }

    def _parameters(self, rule: Rule, contract: Contract, terms: tuple[Terms, ...]) -> list[Described]:
        path = [
            {"in": "path", "name": name, "required": True, **self._places[name]}
            for name in re.findall(r"{(\w+)}", path_template(rule))
        ]
        query = [] if contract.parameters is NoParameters else self._shapes.parameters(contract.parameters)
        headers = [
            {"in": "header", "name": each.name, **described_header(each)}
            for term in terms
            for each in term.asks
        ]
        return [*path, *query, *headers]

    def _body(self, terms: tuple[Terms, ...]) -> Described:
        return next(({"requestBody": self._carried(term.body)} for term in terms if term.body), {})

    def _carried(self, body: Body) -> Described:
        example = {} if body.example is None else {"example": body.example}
        content = {
            media_type: {"schema": self._shapes.body(shape, partial=body.partial), **example}
            for media_type, shape in body.shapes.items()
        }
        return {"description": body.description, "required": True, "content": content}

    def _responses(self, contract: Contract, terms: tuple[Terms, ...], needs: str) -> Described:
        common = [Terms(replies={400: REFUSES_QUERY, 429: LIMITED}), *terms, *_of_permission(needs)]
        shown = tuple(header for term in terms for header in term.shows)
        successes = {
            str(status): self._success(status, reply, contract, shown)
            for status, reply in sorted(contract.success.items())
        }
        others = all_replies(contract.also, common)
        return successes | {str(status): self._other(status, reply) for status, reply in others.items()}

    def _success(self, status: int, reply: Reply, contract: Contract, shown: tuple[Header, ...]) -> Described:
        content = {"schema": self._shapes.answer(contract.answer)} if contract.answer else {}
        body = {} if status == 204 else {"content": dict.fromkeys(contract.media_types, content)}
        return {"description": reply.meaning, **_headers((*shown, *reply.headers, *LIMITS)), **body}

    def _other(self, status: int, reply: Reply) -> Described:
        if status < 400:
            return {"description": reply.meaning, **_headers((*reply.headers, *LIMITS))}
        types = [TYPE_BASE + each for each in reply.types]
        members = {
            "status": {"const": status},
            "type": {"enum": types},
            **{name: self._shapes.answer(shape) for name, shape in reply.members.items()},
        }
        schema = {"allOf": [self._shapes.answer(Problem), {"type": "object", "properties": members}]}
        content = {PROBLEM: {"schema": schema}}
        return {"description": reply.meaning, **_headers(reply.headers), "content": content}


def path_template(rule: Rule) -> str:
    """The rule as OpenAPI writes it: `/v1/things/{name}`."""
    return re.sub(r"<(?:[^<>]*:)?(\w+)>", r"{\1}", rule.rule)


def _of_permission(needs: str) -> list[Terms]:
    if needs == PUBLIC:
        return []
    missing = Reply("The access token is missing or not valid.", ("unauthorized",), (CHALLENGE,))
    lacking = Reply(f"It lacks the scope `{needs}`.", ("forbidden",), (CHALLENGE,))
    return [Terms(replies={401: missing, 403: lacking})]


def _headers(headers: tuple[Header, ...]) -> Described:
    described = {each.name: described_header(each) for each in headers}
    shared = {each.name: {"$ref": f"#/components/headers/{each.name}"} for each in headers if each in LIMITS}
    return {"headers": described | shared} if headers else {}


def described_header(header: Header) -> Described:
    """The header without its name."""
    described = {"description": header.description, "required": header.required, "schema": header.schema}
    return described if header.example is None else {**described, "example": header.example}
