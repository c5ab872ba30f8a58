from collections.abc import Callable
from typing import Any

from flask import Flask


def away() -> None:
    raise ConnectionError("no route to 10.0.0.7")


def test_a_service_is_alive_while_what_it_depends_on_is_away(with_defaults: Callable[..., Flask]) -> None:
    answer = with_defaults(ready={"database": away}).test_client().get("/health/live")
    assert (answer.status_code, answer.get_json()) == (200, {"status": "alive"})


def test_a_service_is_ready_when_all_it_depends_on_is_there(with_defaults: Callable[..., Flask]) -> None:
    answer = with_defaults(ready={"database": lambda: None}).test_client().get("/health/ready")
    assert (answer.status_code, answer.get_json()) == (200, {"status": "ready"})


def test_whatever_is_away_is_named_and_logged(
    with_defaults: Callable[..., Flask], log_lines: Callable[[], list[dict[str, Any]]]
) -> None:
    checks = {"database": away, "clock": lambda: None, "disk": away}
    answer = with_defaults(ready=checks).test_client().get("/health/ready")
    assert answer.status_code == 503
    assert answer.content_type == "application/problem+json"
    assert answer.get_json()["failing"] == ["database", "disk"]
    assert "10.0.0.7" not in answer.text
    assert [(line["check"], line["error"]) for line in log_lines()] == [
        ("database", "ConnectionError('no route to 10.0.0.7')"),
        ("disk", "ConnectionError('no route to 10.0.0.7')"),
    ]
