"""Decides who may call a view: each declares its permission, and one that does not stops the start."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from flask import Flask, Request, g, request

PUBLIC = "public"
_ATTRIBUTE = "permission"

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Caller:
    """Who makes the request, what they may do, and all that their token says."""

    id: str
    scopes: frozenset[str]
    claims: Mapping[str, Any]


def permission(name: str) -> Callable[[View], View]:
    """Declare what a caller needs for this view: a scope, or PUBLIC for nothing. Goes under the route."""

    def declare(view: View) -> View:
        setattr(view, _ATTRIBUTE, name)
        return view

    return declare


def permission_of(app: Flask, endpoint: str) -> str:
    """The permission that an endpoint's view declares, or "". Flask's own static files are public."""
    if endpoint.rpartition(".")[2] == "static":
        return PUBLIC
    return getattr(app.view_functions[endpoint], _ATTRIBUTE, "")


def enforce_permissions(app: Flask, authenticate: Callable[[Request, str], Caller]) -> None:
    """Ask `authenticate` for the caller of every view that is not public; call it after all routes are known.

    `authenticate(request, needed)` returns the caller or raises Problem 401 or 403.
    Raises LookupError, naming them, when views declare no permission.
    """
    undeclared = sorted(name for name in app.view_functions if not permission_of(app, name))
    if undeclared:
        raise LookupError(f"These views declare no permission: {', '.join(undeclared)}.")

    @app.before_request
    def authorize() -> None:
        needed = permission_of(app, request.endpoint) if request.endpoint else PUBLIC
        if needed != PUBLIC:
            g.caller = authenticate(request, needed)


def caller() -> Caller:
    """The caller of the view being answered; AttributeError in a public one."""
    return cast("Caller", g.caller)
