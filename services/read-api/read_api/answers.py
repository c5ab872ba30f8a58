"""Decides what a cache, a browser's or any other, may do with an answer (RFC 9110 §8.8 and §13, RFC 9111)."""

from collections.abc import Mapping

from flask import Response, current_app, g, jsonify, request

from read_api.replicas import Snapshot, Token
from service_defaults.permissions import PUBLIC, permission_of
from service_defaults.problems import Problem


def represent(body: object, token: Token, links: Mapping[str, str] | None = None) -> Response:
    """A JSON answer whose tag says at which revision it last changed; 304 when the client has it already.

    `token` is the snapshot's for what depends on the whole catalog, else that of the one thing shown.
    `links` are relation and relative reference (RFC 8288).
    """
    response = jsonify(body)
    response.set_etag(token.tag(current_app.config["BUILD"]))
    if links:
        response.headers["Link"] = ", ".join(f'<{target}>; rel="{rel}"' for rel, target in links.items())
    return conditional(response)


def conditional(response: Response) -> Response:
    """The tagged response, or the 304 in its place. Raises Problem 412 for an If-Match without its tag."""
    response.make_conditional(request)
    if response.status_code == 412:
        raise Problem(412, "precondition-failed", "It is not as If-Match has it.")
    return response


def describe_to_caches(response: Response) -> Response:
    """Say of every answer which revision it shows, and how it may be kept: not unless the view said more."""
    snapshot: Snapshot | None = g.get("snapshot")
    if snapshot is not None:
        response.headers["Catalog-Revision"] = str(snapshot.token)
        if snapshot.is_stale:
            response.headers["Catalog-Stale"] = "true"
    if _is_public():
        response.headers.setdefault("Cache-Control", "no-cache")
    else:
        response.headers["Cache-Control"] = "private, no-cache"
        response.vary.add("Authorization")
    return response


def _is_public() -> bool:
    return request.endpoint is None or permission_of(current_app, request.endpoint) == PUBLIC
