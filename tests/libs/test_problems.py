from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, abort, redirect, request
from werkzeug.test import TestResponse

from service_defaults.problems import Problem

TYPES = "https://mstore.com/problems/"
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def fail_with(error: BaseException) -> Callable[[], Any]:
    def view() -> None:
        raise error

    return view


def about(answer: TestResponse) -> tuple[int, str, str]:
    body = answer.get_json()
    assert answer.content_type == "application/problem+json"
    assert list(body)[:5] == ["type", "title", "status", "detail", "instance"]
    assert body["status"] == answer.status_code
    return answer.status_code, body["type"].removeprefix(TYPES), body["instance"]


def test_a_problem_is_answered_as_rfc_9457_says(app: Flask, with_defaults: Callable[..., Flask]) -> None:
    faults = [{"pointer": "/title", "detail": "Empty."}]
    problem = Problem(422, "invalid-body", "No.", errors=faults, headers={"Retry-After": "1"}, state=7)
    app.add_url_rule("/things", view_func=fail_with(problem))
    answer = with_defaults().test_client().get("/things")
    assert about(answer) == (422, "invalid-body", "/things")
    assert answer.headers["Retry-After"] == "1"
    assert answer.text == (
        '{"type":"https://mstore.com/problems/invalid-body","title":"Unprocessable Entity","status":422,'
        '"detail":"No.","instance":"/things","errors":[{"pointer":"/title","detail":"Empty."}],"state":7}'
    )


def test_the_title_may_be_given() -> None:
    assert Problem(409, "sku-taken", "…", title="SKU taken").members("/")["title"] == "SKU taken"


def test_an_unknown_address_is_a_problem(with_defaults: Callable[..., Flask]) -> None:
    assert about(with_defaults().test_client().get("/nowhere")) == (404, "not-found", "/nowhere")


def test_a_wrong_method_is_a_problem_that_names_the_right_ones(with_defaults: Callable[..., Flask]) -> None:
    answer = with_defaults().test_client().post("/health/live")
    assert about(answer) == (405, "method-not-allowed", "/health/live")
    assert answer.allow == {"GET", "HEAD", "OPTIONS"}


def test_a_body_that_is_no_json_is_malformed(app: Flask, with_defaults: Callable[..., Flask]) -> None:
    app.add_url_rule("/things", methods=["POST"], view_func=lambda: request.get_json())
    client = with_defaults().test_client()
    assert about(client.post("/things", data="{", content_type="application/json"))[:2] == (400, "malformed")
    assert about(client.post("/things", data="x", content_type="text/plain"))[:2] == (
        415,
        "unsupported-media-type",
    )


def test_a_body_that_is_too_large_is_a_problem(app: Flask, with_defaults: Callable[..., Flask]) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 4
    app.add_url_rule("/things", methods=["POST"], view_func=lambda: request.get_json())
    answer = with_defaults().test_client().post("/things", json="too large")
    assert about(answer)[:2] == (413, "too-large")


@pytest.mark.parametrize(
    ("status", "slug"), [(401, "unauthorized"), (403, "forbidden"), (410, "gone"), (503, "unavailable")]
)
def test_an_aborted_request_is_a_problem(
    app: Flask, with_defaults: Callable[..., Flask], status: int, slug: str
) -> None:
    app.add_url_rule("/things", view_func=lambda: abort(status))
    assert about(with_defaults().test_client().get("/things"))[:2] == (status, slug)


def test_a_redirect_is_not_a_problem(app: Flask, with_defaults: Callable[..., Flask]) -> None:
    app.add_url_rule("/old", view_func=lambda: abort(redirect("/new", 301)))
    app.add_url_rule("/folder/", endpoint="folder", view_func=lambda: "")
    client = with_defaults().test_client()
    assert client.get("/old").location == "/new"
    assert client.get("/folder").status_code == 308


def test_what_is_unexpected_is_logged_and_not_told(
    app: Flask, with_defaults: Callable[..., Flask], log_lines: Callable[[], list[dict[str, Any]]]
) -> None:
    app.add_url_rule("/things", view_func=fail_with(RuntimeError("the password is hush")))
    answer = with_defaults().test_client().get("/things", headers={"X-Request-Id": "mine"})
    assert about(answer)[:2] == (500, "internal")
    assert "hush" not in answer.text
    unexpected, request_line = log_lines()
    assert (unexpected["event"], unexpected["request_id"]) == ("unexpected_exception", "mine")
    assert "RuntimeError: the password is hush" in unexpected["exception"]
    assert (request_line["event"], request_line["status"]) == ("request", 500)


def test_what_lies_behind_a_problem_is_logged_and_not_told(
    app: Flask, with_defaults: Callable[..., Flask], log_lines: Callable[[], list[dict[str, Any]]]
) -> None:
    def view() -> str:
        raise Problem(503, "unavailable", "Try again.") from ConnectionError("no route to 10.0.0.7")

    app.add_url_rule("/things", view_func=view)
    answer = with_defaults().test_client().get("/things")
    assert "10.0.0.7" not in answer.text
    assert log_lines()[0]["cause"] == "ConnectionError('no route to 10.0.0.7')"


def test_a_browser_gets_a_page_where_the_service_has_one(with_defaults: Callable[..., Flask]) -> None:
    client = with_defaults(page=lambda problem: f"<h1>{problem.title}</h1>").test_client()
    answer = client.get("/nowhere", headers=BROWSER)
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert answer.text == "<h1>Not Found</h1>"
    assert about(client.get("/nowhere", headers={"Accept": "*/*"}))[0] == 404
    assert about(client.get("/nowhere"))[0] == 404


def test_a_browser_gets_a_problem_where_the_service_has_no_page(with_defaults: Callable[..., Flask]) -> None:
    assert about(with_defaults().test_client().get("/nowhere", headers=BROWSER))[0] == 404


def test_a_page_that_fails_does_not_hide_the_problem(with_defaults: Callable[..., Flask]) -> None:
    client = with_defaults(page=lambda _problem: str(1 / 0)).test_client()
    assert about(client.get("/nowhere", headers=BROWSER))[:2] == (404, "not-found")
