import socket
import threading
from collections.abc import Callable, Iterator
from contextvars import Context

import pytest
from flask import Flask, Response, json, redirect, request
from werkzeug.serving import make_server

from service_defaults.http_client import HttpClient, Unavailable


@pytest.fixture
def other() -> Iterator[str]:
    """The address of another service, which says what it was asked."""
    app = Flask("other")

    @app.route("/echo", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
    def echo() -> Response:
        body = {"method": request.method, "headers": dict(request.headers), "query": request.args.to_dict()}
        body["body"] = request.get_data(as_text=True)
        response = Response(json.dumps(body), mimetype="application/json")
        response.set_cookie("session", "of someone else")
        return response

    app.add_url_rule("/old", view_func=lambda: redirect("/echo", 301))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_request_carries_the_id_of_the_one_being_answered(
    app: Flask, with_defaults: Callable[..., Flask], other: str
) -> None:
    client = HttpClient(other)
    app.add_url_rule("/", view_func=lambda: client.request("GET", "/echo").json()["headers"])
    answer = with_defaults().test_client().get("/", headers={"X-Request-Id": "mine"})
    assert answer.get_json()["X-Request-Id"] == "mine"


def test_outside_of_a_request_there_is_no_id(other: str) -> None:
    headers = Context().run(HttpClient(other).request, "GET", "/echo").json()["headers"]
    assert "X-Request-Id" not in headers


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_each_method_takes_what_requests_takes(other: str, method: str) -> None:
    sent = {"params": {"a": "b"}, "data": "body", "headers": {"If-Match": '"1"'}}
    said = HttpClient(other).request(method, "/echo", **sent).json()
    assert (said["method"], said["query"], said["body"]) == (method, {"a": "b"}, "body")
    assert said["headers"]["If-Match"] == '"1"'


def test_a_redirect_is_the_callers_to_follow(other: str) -> None:
    answer = HttpClient(other).request("GET", "/old")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/echo")


def test_a_cookie_is_not_carried_from_one_users_request_to_the_next(other: str) -> None:
    client = HttpClient(other)
    assert "session" in client.request("GET", "/echo").headers["Set-Cookie"]
    assert "Cookie" not in client.request("GET", "/echo").json()["headers"]


def test_a_service_that_is_away_is_unavailable() -> None:
    with socket.socket() as nobody_listens:
        nobody_listens.bind(("127.0.0.1", 0))
        client = HttpClient(f"http://127.0.0.1:{nobody_listens.getsockname()[1]}")
        with pytest.raises(Unavailable):
            client.request("GET", "/")


def test_a_service_that_does_not_answer_in_time_is_unavailable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        client = HttpClient(f"http://127.0.0.1:{silent.getsockname()[1]}", timeout=(0.5, 0.1))
        with pytest.raises(Unavailable):
            client.request("GET", "/")


def test_an_answer_that_breaks_off_is_unavailable() -> None:
    def answer_half(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(4096)
            connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhal")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=answer_half, args=[listener])
        thread.start()
        with pytest.raises(Unavailable):
            HttpClient(f"http://127.0.0.1:{listener.getsockname()[1]}").request("GET", "/")
        thread.join()


def test_unhandled_it_answers_503(app: Flask, with_defaults: Callable[..., Flask]) -> None:
    def view() -> str:
        raise Unavailable

    app.add_url_rule("/", view_func=view)
    answer = with_defaults().test_client().get("/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    assert answer.get_json()["type"].endswith("/unavailable")
