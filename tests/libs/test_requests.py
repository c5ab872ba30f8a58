"""What is observed of each request: its id, its log line, its metrics."""

import logging
import re
from collections.abc import Callable
from contextvars import Context
from typing import Any

import pytest
from flask import Flask

from service_defaults import request_id
from service_defaults.requests_log import ROUTE

LogLines = Callable[[], list[dict[str, Any]]]
NEW_ID = re.compile(r"[0-9a-f]{32}")


@pytest.mark.parametrize("given", ["a", "0f8fad5b-d9cb-469f-a165-70867728950e", "x" * 128, "a.b_c:d-e"])
def test_a_harmless_request_id_is_kept(with_defaults: Callable[..., Flask], given: str) -> None:
    answer = with_defaults().test_client().get("/health/live", headers={"X-Request-Id": given})
    assert answer.headers.getlist("X-Request-Id") == [given]


@pytest.mark.parametrize("given", ["", "x" * 129, "a b", 'a"b', "é", "a;b", "<script>"])
def test_any_other_request_id_is_replaced(with_defaults: Callable[..., Flask], given: str) -> None:
    answer = with_defaults().test_client().get("/health/live", headers={"X-Request-Id": given})
    assert NEW_ID.fullmatch(answer.headers["X-Request-Id"])


def test_requests_without_an_id_get_one_each(with_defaults: Callable[..., Flask]) -> None:
    client = with_defaults().test_client()
    ids = {client.get("/health/live").headers["X-Request-Id"] for _ in range(5)}
    assert len(ids) == 5
    assert all(NEW_ID.fullmatch(each) for each in ids)


@pytest.mark.parametrize("path", ["/boom", "/nowhere", "/health/ready"])
def test_errors_carry_the_request_id_too(app: Flask, with_defaults: Callable[..., Flask], path: str) -> None:
    app.add_url_rule("/boom", view_func=lambda: str(1 / 0))
    client = with_defaults(ready={"dependency": lambda: 1 / 0}).test_client()
    assert client.get(path, headers={"X-Request-Id": "mine"}).headers["X-Request-Id"] == "mine"


def test_a_view_knows_the_request_id_and_nothing_else_does(
    app: Flask, with_defaults: Callable[..., Flask]
) -> None:
    app.add_url_rule("/id", view_func=lambda: {"id": request_id.current()})
    assert Context().run(request_id.current) is None
    answer = with_defaults().test_client().get("/id", headers={"X-Request-Id": "mine"})
    assert answer.get_json() == {"id": "mine"}


def test_each_request_is_one_log_line(
    app: Flask, with_defaults: Callable[..., Flask], log_lines: LogLines
) -> None:
    app.add_url_rule("/things/<name>", view_func=lambda name: name)
    client = with_defaults().test_client()
    client.get("/things/blå?secret=1", headers={"X-Request-Id": "mine"})
    [line] = log_lines()
    assert line.pop("duration_ms") > 0
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "level": "info",
        "service": "thing-api",
        "event": "request",
        "request_id": "mine",
        "method": "GET",
        "path": "/things/blå",
        "route": "/things/<name>",
        "status": 200,
    }


def test_a_long_path_is_cut_in_the_log(with_defaults: Callable[..., Flask], log_lines: LogLines) -> None:
    with_defaults().test_client().get("/" + "x" * 30_000)
    [line] = log_lines()
    assert line["path"] == "/" + "x" * 499


def test_probes_are_not_logged(with_defaults: Callable[..., Flask], log_lines: LogLines) -> None:
    client = with_defaults().test_client()
    for path in ("/health/live", "/health/ready", "/metrics"):
        client.get(path)
    assert log_lines() == []


def test_what_answers_in_front_of_flask_is_observed_as_well(
    app: Flask, with_defaults: Callable[..., Flask], log_lines: LogLines
) -> None:
    def cache(environ: Any, start_response: Any) -> list[bytes]:
        environ[ROUTE] = "/cached"
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"kept"]

    app.wsgi_app = cache  # type: ignore[method-assign]
    answer = with_defaults().test_client().get("/things/1", headers={"X-Request-Id": "mine"})
    assert (answer.text, answer.headers["X-Request-Id"]) == ("kept", "mine")
    assert [(line["route"], line["status"]) for line in log_lines()] == [("/cached", 200)]


def test_lines_of_other_libraries_look_alike(
    app: Flask, with_defaults: Callable[..., Flask], log_lines: LogLines
) -> None:
    def view() -> str:
        logging.getLogger("library").warning("it is %s", "late", extra={"by": 3})
        return ""

    app.add_url_rule("/", view_func=view)
    with_defaults().test_client().get("/", headers={"X-Request-Id": "mine"})
    line = log_lines()[0]
    assert line["event"] == "it is late"
    assert (line["service"], line["request_id"], line["level"]) == ("thing-api", "mine", "warning")
    assert (line["logger"], line["by"]) == ("library", 3)


def test_requests_are_counted_by_route_and_not_by_path(
    app: Flask, with_defaults: Callable[..., Flask]
) -> None:
    app.add_url_rule("/counted/<name>", view_func=lambda name: name)
    client = with_defaults().test_client()
    for path in ("/counted/a", "/counted/b", "/nowhere/a", "/nowhere/b"):
        client.get(path)
    client.open("/counted/a", method="BREW")
    metrics = client.get("/metrics").text
    count = "http_request_duration_seconds_count"
    assert f'{count}{{method="GET",route="/counted/<name>",status="200"}} 2.0' in metrics
    assert f'{count}{{method="OTHER",route="unmatched",status="405"}}' in metrics
    assert "/counted/a" not in metrics
    assert "nowhere" not in metrics
