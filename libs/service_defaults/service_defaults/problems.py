"""Decides what an error looks like to a client: one shape for every error, that of RFC 9457."""

from collections.abc import Callable, Mapping
from typing import Any

import structlog
from flask import Flask, Response, json, request
from werkzeug.exceptions import HTTPException
from werkzeug.http import HTTP_STATUS_CODES

JSON, HTML = "application/problem+json", "text/html"
TYPE_BASE = "https://mstore.com/problems/"
CAUSED, UNEXPECTED, PAGE_FAILED = "problem_caused", "unexpected_exception", "problem_page_failed"
SLUGS = {400: "malformed", 413: "too-large", 500: "internal", 503: "unavailable"}

log = structlog.get_logger(__name__)

Headers = Mapping[str, str]
NONE: Headers = {}


class Problem(Exception):
    """An error that a client is told about: `raise Problem(404, "not-found", "There is no such thing.")`.

    `title` is by default the status' own phrase; further keywords become extension members (RFC 9457 §3.2).
    Of these `errors` is a list of {"pointer" or "parameter", "detail"}, one for each fault found.
    """

    def __init__(
        self, status: int, slug: str, detail: str, *, title: str = "", headers: Headers = NONE, **members: Any
    ) -> None:
        super().__init__(detail)
        self.status, self.slug, self.detail = status, slug, detail
        self.title = title or HTTP_STATUS_CODES[status]
        self.headers = headers
        self.extensions = members

    def members(self, instance: str) -> dict[str, Any]:
        """The problem's JSON members (RFC 9457 §3.1), then its extensions."""
        about = {"type": TYPE_BASE + self.slug, "title": self.title, "status": self.status}
        return {**about, "detail": self.detail, "instance": instance, **self.extensions}


Page = Callable[[Problem], str]


def handle_problems(app: Flask, page: Page | None) -> None:
    """Answer every error of the app as a problem; as `page(problem)` where the client asks for HTML."""

    @app.errorhandler(Exception)
    def answer(error: Exception) -> Response:
        problem = problem_of(error)
        wants_page = request.accept_mimetypes.best_match([JSON, HTML]) == HTML
        return _as_page(problem, page) if page and wants_page else _as_json(problem)


def problem_of(error: Exception) -> Problem:
    """The problem to answer for an exception. What lies behind it is logged, and never told the client."""
    if isinstance(error, Problem):
        if error.__cause__ is not None:
            log.warning(CAUSED, problem=error.slug, cause=repr(error.__cause__))
        return error
    if isinstance(error, HTTPException) and error.code is not None:
        headers = {name: value for name, value in error.get_headers() if name != "Content-Type"}
        slug = SLUGS.get(error.code, HTTP_STATUS_CODES[error.code].lower().replace(" ", "-"))
        return Problem(error.code, slug, error.description or error.name, headers=headers)
    log.error(UNEXPECTED, exc_info=error)
    return Problem(500, SLUGS[500], "Something went wrong on our side; it has been recorded.")


def _as_json(problem: Problem) -> Response:
    return Response(json.dumps(problem.members(request.path)), problem.status, problem.headers, JSON)


def _as_page(problem: Problem, page: Page) -> Response:
    try:
        return Response(page(problem), problem.status, problem.headers, HTML)
    except Exception:  # a page that cannot be rendered must not hide the problem it was to show
        log.exception(PAGE_FAILED)
        return _as_json(problem)
