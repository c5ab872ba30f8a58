"""With no replica left, the last good answer is better than none, and says what it is."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.services.read_api.trio import Trio, running_trio
from tests.waiting import wait_until


@pytest.fixture(scope="module")
def trio(key_set_file: Path) -> Iterator[Trio]:
    with running_trio(key_set_file) as trio:
        yield trio


@pytest.fixture
def client(trio: Trio) -> Iterator[FlaskClient]:
    with trio.read_api(cdn_seconds=10) as app:
        client = app.test_client()
        wait_until(lambda: client.get("/v1/products").status_code == 200, "read once")
        yield client
        trio.mend()


def test_the_last_good_answer_is_given_and_marked(trio: Trio, client: FlaskClient) -> None:
    before = client.get("/v1/products")
    for node in trio.cluster.standbys:
        node.kill()
    stale = client.get("/v1/products")
    assert (stale.status_code, stale.data) == (200, before.data)
    assert "s-maxage=10" in before.headers["Cache-Control"]
    assert (stale.headers["Catalog-Stale"], stale.headers["Cache-Control"]) == ("true", "no-cache")
    assert int(stale.headers["Age"]) >= 0
    assert stale.headers["Catalog-Revision"] == before.headers["Catalog-Revision"]
    known = client.get("/v1/products", headers={"If-None-Match": before.headers["ETag"]})
    assert (known.status_code, known.headers["Catalog-Stale"]) == (304, "true")
    assert known.headers["Cache-Control"] == "no-cache"
    assert client.get("/v1/products?limit=7").status_code == 503

    trio.mend()
    wait_until(lambda: "Catalog-Stale" not in client.get("/v1/products").headers, "it is fresh again")


def test_who_has_seen_more_is_not_answered_with_less(trio: Trio, client: FlaskClient) -> None:
    before = client.get("/v1/products").headers["Catalog-Revision"]
    for node in trio.cluster.standbys:
        node.kill()
    newer = trio.owner.add(f"bowl-{before.partition('.')[0]}")
    seen = client.get("/v1/products", headers={"Catalog-Min-Revision": before})
    assert (seen.status_code, seen.headers["Catalog-Stale"]) == (200, "true")
    assert client.get("/v1/products", headers={"Catalog-Min-Revision": newer}).status_code == 503
