"""Decides what is said where no route answers, for the API as a whole and not for the service that was asked.

Reads and writes of one address are answered by two services, neither of which knows the other's routes: so
the methods of all addresses are given.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from flask import Flask, Response, request
from werkzeug.exceptions import NotFound
from werkzeug.routing import Map, RequestRedirect, Rule

from service_defaults.problems import Problem

NOTHING = "There is nothing at this address."
WRITING = ("POST", "PUT", "PATCH", "DELETE")


def answer_for_all(app: Flask, methods: Mapping[str, Iterable[str]]) -> None:
    """Answer unknown addresses, wrong methods, and OPTIONS; `methods` are those of each path of the API."""
    app.url_map.merge_slashes = False  # no address has two forms
    known = Map(
        [Rule(_rule(path), endpoint=", ".join(each)) for path, each in methods.items()],
        merge_slashes=False,
    )

    @app.before_request
    def answer() -> Response | None:
        if request.routing_exception is None and request.method != "OPTIONS":
            return None
        allowed = _allowed(known, request.path)
        if request.method == "OPTIONS" and allowed:
            return Response(status=204, headers={"Allow": allowed})
        if allowed and request.method not in allowed.split(", "):
            detail = f"This address takes {allowed}, and not {request.method}."
            raise Problem(405, "method-not-allowed", detail, headers={"Allow": allowed})
        if isinstance(request.routing_exception, NotFound | RequestRedirect):
            without = request.path.rstrip("/")
            shorter = without != request.path and _allowed(known, without)
            raise Problem(404, "not-found", f"{NOTHING} {without} has one." if shorter else NOTHING)
        return None


def methods_by_path(document: Mapping[str, Any]) -> dict[str, list[str]]:
    """Which methods each path of an OpenAPI document takes, with those that HTTP gives to all of them."""
    return {path: _methods(item) for path, item in document["paths"].items()}


def _methods(item: Mapping[str, Any]) -> list[str]:
    reading = ["GET", "HEAD"] if "get" in item else []
    return [*reading, *(method for method in WRITING if method.lower() in item), "OPTIONS"]


def _allowed(known: Map, path: str) -> str:
    """The methods of the path, or nothing."""
    try:
        methods, _ = known.bind("").match(path)
    except (NotFound, RequestRedirect):
        return ""
    return str(methods)


def _rule(path: str) -> str:
    return re.sub(r"{(\w+)}", r"<\1>", path)
