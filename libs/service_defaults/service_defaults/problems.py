"""Decides what an error looks like to a client: one shape for every error, that of RFC 9457."""

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

import structlog
from flask import Flask, Response, json, request
from werkzeug.exceptions import HTTPException

TYPE_BASE = "https://mstore.com/problems/"
UNEXPECTED = "unexpected_exception"
PAGE_FAILED = "problem_page_failed"
SLUGS = {400: "malformed", 413: "too-large", 500: "internal", 503: "unavailable"}

log = structlog.get_logger(__name__)


class Problem(Exception):
    """An error that a client is told about. `errors` are {"pointer" or "parameter", "detail"} each."""

    def __init__(
        self,
        status: int,
        slug: str,
        detail: str,
        *,
        title: str | None = None,
        errors: Sequence[Mapping[str, Any]] | None = None,
        headers: Mapping[str, str] | None = None,
        **extensions: Any,
    ) -> None:
        super().__init__(detail)
        self.status, self.slug, self.detail = status, slug, detail
        self.title = title or HTTPStatus(status).phrase
        self.headers = dict(headers or {})
        self.extensions = ({"errors": list(errors)} if errors else {}) | extensions

    def members(self, instance: str) -> dict[str, Any]:
        """The problem's JSON members (RFC 9457 §3.1), then its extensions."""
        return {
            "type": TYPE_BASE + self.slug,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "instance": instance,
            **self.extensions,
        }


def handle_problems(app: Flask, page: Callable[[Problem], str] | None) -> None:
    """Answer every error of the app as a problem; as `page(problem)` where the client asks for HTML."""

    @app.errorhandler(Exception)
    def answer(error: Exception) -> Response:
        problem = problem_of(error)
        if page and request.accept_mimetypes.best_match(["application/json", "text/html"]) == "text/html":
            return _as_page(problem, page)
        return _as_json(problem)


def problem_of(error: Exception) -> Problem:
    """The problem to answer for an exception. What is unexpected is logged, and tells the client nothing."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, HTTPException) and error.code is not None and error.code < 500:
        headers = {name: value for name, value in error.get_headers() if name != "Content-Type"}
        slug = SLUGS.get(error.code, HTTPStatus(error.code).phrase.lower().replace(" ", "-"))
        return Problem(error.code, slug, error.description or error.name, headers=headers)
    log.error(UNEXPECTED, exc_info=error)
    return Problem(500, SLUGS[500], "Something went wrong on our side; it has been recorded.")


def _as_json(problem: Problem) -> Response:
    body = json.dumps(problem.members(request.path))
    return Response(body, problem.status, problem.headers, content_type="application/problem+json")


def _as_page(problem: Problem, page: Callable[[Problem], str]) -> Response:
    try:
        return Response(
            page(problem), problem.status, problem.headers, content_type="text/html; charset=utf-8"
        )
    except Exception:  # a page that cannot be rendered must not hide the problem it was to show
        log.exception(PAGE_FAILED)
        return _as_json(problem)
