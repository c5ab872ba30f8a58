"""The shop goes on when the API does not."""

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from frontend import create_app
from revision_cache import answer, middleware
from tests.services.frontend.api import Api
from tests.services.frontend.document import Document
from tests.waiting import wait_until

HTML = {"Accept": "text/html"}
ADMISSION = "may not be as it is now"


class LongAgo:
    """The clock of an earlier day."""

    @staticmethod
    def time() -> float:
        return 1000.0


@pytest.fixture
def keeping(api: Api, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Flask:
    """The storefront, with a disk."""
    monkeypatch.setenv("API_URL", api.url)
    monkeypatch.setenv("SHOP_URL", "http://shop.example")
    monkeypatch.setenv("KEEP_DIR", str(tmp_path / "kept"))
    return create_app()


@pytest.mark.parametrize("fault", [500, 502, 503])
def test_the_last_good_page_is_given_and_marked(client: FlaskClient, api: Api, fault: int) -> None:
    good = client.get("/products/mug")
    api.fault = fault
    for _ in range(4):
        kept = client.get("/products/mug")
        assert (kept.status_code, kept.data) == (200, good.data)
        assert kept.headers["Catalog-Stale"] == "true"
        assert int(kept.headers["Age"]) < 60
    assert ADMISSION not in Document(kept.text).text


def test_it_is_marked_no_more_when_the_api_is_back(client: FlaskClient, api: Api) -> None:
    client.get("/")
    api.fault = 503
    for _ in range(4):
        assert "Catalog-Stale" in client.get("/").headers
    api.fault = None
    wait_until(lambda: "Catalog-Stale" not in client.get("/").headers, "the page is fresh again")


def test_a_page_that_has_become_old_says_so(
    client: FlaskClient, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = client.get("/")
    assert ADMISSION not in Document(good.text).text
    api.fault = 503
    monkeypatch.setattr(middleware, "OLD_SECONDS", 0)
    old = client.get("/", headers={"If-None-Match": good.headers["ETag"]})
    assert old.status_code == 200
    assert ADMISSION in Document(old.text).text
    assert client.get("/", headers={"If-None-Match": old.headers["ETag"]}).status_code == 304


def test_a_page_is_as_old_as_the_last_word_of_the_api(
    client: FlaskClient, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as then:
        then.setattr(answer, "time", LongAgo)
        client.get("/")
    client.get("/")  # which it still has
    api.fault = 503
    assert int(client.get("/").headers["Age"]) < 60


def test_without_any_database_pages_are_given_as_they_were(client: FlaskClient, api: Api) -> None:
    good = client.get("/products/mug")
    api.is_stale = True
    kept = client.get("/products/mug")
    assert (kept.data, kept.headers["Catalog-Stale"]) == (good.data, "true")
    other = client.get("/products/tall-mug")  # made of what the API still has
    assert other.status_code == 200
    assert "ETag" not in other.headers


def test_what_was_kept_outlives_a_restart(keeping: Flask, api: Api) -> None:
    good = keeping.test_client().get("/", headers=HTML)
    api.fault = 503
    begun_anew = create_app().test_client()
    for _ in range(4):
        kept = begun_anew.get("/", headers=HTML)
        assert (kept.status_code, kept.data) == (200, good.data)
        assert kept.headers["Catalog-Stale"] == "true"
    assert begun_anew.get("/products/mug", headers=HTML).status_code == 503
    api.fault = None
    wait_until(lambda: begun_anew.get("/products/mug", headers=HTML).status_code == 200, "it is back")
    assert "Catalog-Stale" not in begun_anew.get("/", headers=HTML).headers


def test_what_was_withdrawn_is_not_shown_again_when_the_api_is_away(keeping: Flask, api: Api) -> None:
    client = keeping.test_client()
    assert client.get("/products/mug", headers=HTML).status_code == 200
    api.revision = "8.0123456789abcdef"
    del api.products[0]
    assert client.get("/products/mug", headers=HTML).status_code == 404
    api.fault = 503
    assert client.get("/products/mug", headers=HTML).status_code == 503
    assert create_app().test_client().get("/products/mug", headers=HTML).status_code == 503


def test_who_waits_for_an_api_that_is_silent_waits_not_long_and_not_in_a_queue(
    monkeypatch: pytest.MonkeyPatch, api: Api
) -> None:
    monkeypatch.setenv("SHOP_URL", "http://shop.example")
    with silent() as url:
        monkeypatch.setenv("API_URL", url)
        app = create_app()

        def visit(_: int) -> tuple[int, float]:
            began = time.monotonic()
            return app.test_client().get("/", headers=HTML).status_code, time.monotonic() - began

        with ThreadPoolExecutor(32) as visitors:
            found = list(visitors.map(visit, range(96)))
    assert {status for status, _ in found} == {503}
    assert max(seconds for _, seconds in found) < 12
    assert sorted(seconds for _, seconds in found)[len(found) // 2] < 6


@contextmanager
def silent() -> Iterator[str]:
    """An address that takes every connection and answers none."""
    with socket.create_server(("127.0.0.1", 0), backlog=1024) as nobody:
        yield f"http://127.0.0.1:{nobody.getsockname()[1]}"
