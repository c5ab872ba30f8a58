"""Observes every request from outside of Flask: its id, its one log line, its metrics."""

from collections.abc import Iterable
from time import perf_counter
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import structlog
from flask import Flask, request

from service_defaults import metrics, request_id

REQUEST = "request"
ROUTE, UNMATCHED = "service_defaults.route", "unmatched"
OWN_ROUTES = ("/health/live", "/health/ready", "/metrics")

log = structlog.get_logger(__name__)


class RequestObserver:
    """WSGI middleware. What answers in front of Flask may name its route in environ[ROUTE]."""

    def __init__(self, app: WSGIApplication) -> None:
        self._app, self._log = app, log.bind()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        started, status = perf_counter(), 500
        own_id = request_id.begin(environ.get("HTTP_X_REQUEST_ID"))

        def start(line: str, headers: list[tuple[str, str]], *exc_info: Any) -> Any:
            nonlocal status
            status = int(line[:3])
            return start_response(line, [*headers, (request_id.HEADER, own_id)], *exc_info)

        try:
            return self._app(environ, start)
        finally:
            self._record(environ, status, perf_counter() - started)

    def _record(self, environ: WSGIEnvironment, status: int, seconds: float) -> None:
        method, route = environ["REQUEST_METHOD"], environ.get(ROUTE, UNMATCHED)
        metrics.observe(method, route, status, seconds)
        # Short enough for a line that is written in one piece: longer ones of two processes would mingle.
        path = environ["PATH_INFO"].encode("latin-1", "replace").decode("utf-8", "replace")[:500]
        write = self._log.debug if route in OWN_ROUTES else self._log.info  # probes come every second
        ms = round(seconds * 1000, 2)
        write(REQUEST, method=method, path=path, route=route, status=status, duration_ms=ms)


def observe_requests(app: Flask) -> None:
    """Observe whatever app.wsgi_app answers at the time of this call."""
    app.wsgi_app = RequestObserver(app.wsgi_app)  # type: ignore[method-assign]

    @app.before_request
    def name_route() -> None:
        if request.url_rule is not None:
            request.environ[ROUTE] = request.url_rule.rule
