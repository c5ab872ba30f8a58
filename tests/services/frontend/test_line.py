"""The one question of every visit: what the catalog's revision is."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from frontend.line import SECONDS, Line
from revision_cache.token import Token
from service_defaults.http_client import Unavailable
from tests.services.frontend.api import REVISION, Api

ANSWER = b"HTTP/1.1 200 OK\r\nCatalog-Revision: %s\r\nContent-Length: 9\r\n\r\n" % REVISION.encode()


@contextmanager
def answering(*answers: bytes) -> Iterator[str]:
    """A server that gives each connection one answer, then ends it."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer_all() -> None:
            for answer in answers:
                connection, _ = listener.accept()
                with connection:
                    if connection.recv(65536):
                        connection.sendall(answer)

        thread = threading.Thread(target=answer_all)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        while thread.is_alive():  # nobody came for the last answers
            socket.create_connection(listener.getsockname()).close()
            thread.join(0.05)


def test_the_revision_is_told_without_a_body(api: Api) -> None:
    with closing(Line(api.url)) as line:
        assert {line.token() for _ in range(3)} == {Token.parse(REVISION)}
    assert {(call["method"], call["path"]) for call in api.asked} == {("HEAD", "/v1/settings")}


def test_an_api_may_lie_under_a_path(api: Api) -> None:
    with closing(Line(f"{api.url}/far/away/")) as line:
        line.token()
    assert [call["path"] for call in api.asked] == ["/far/away/v1/settings"]


def test_an_api_behind_tls_is_not_asked_without(api: Api) -> None:
    with closing(Line(api.url.replace("http:", "https:"))) as line, pytest.raises(Unavailable):
        line.token()
    assert api.asked == []


def test_a_connection_that_ended_while_it_was_kept_is_not_noticed() -> None:
    with answering(ANSWER, ANSWER, ANSWER) as url, closing(Line(url)) as line:
        assert {line.token() for _ in range(3)} == {Token.parse(REVISION)}


def test_a_revision_that_may_be_past_is_none(api: Api) -> None:
    api.is_stale = True
    with closing(Line(api.url)) as line:
        assert line.token() is None


@pytest.mark.parametrize(
    "answer", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 503 Away\r\nContent-Length: 0\r\n\r\n"]
)
def test_what_does_not_answer_is_unavailable(answer: bytes) -> None:
    with answering(answer, answer) as url, closing(Line(url)) as line, pytest.raises(Unavailable):
        line.token()


def test_who_is_silent_is_asked_once_and_not_for_long() -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        line = Line(f"http://127.0.0.1:{nobody.getsockname()[1]}")
        began = time.monotonic()
        with pytest.raises(Unavailable):
            line.token()
        assert SECONDS <= time.monotonic() - began < SECONDS * 1.9
