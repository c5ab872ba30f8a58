"""The whole catalog as one document of one revision, sent as it is read, which shows when it is not whole."""

import json
from typing import Any

import pytest
import requests
from flask import Flask
from sqlalchemy.exc import DBAPIError

from read_api.replicas import stream as stream_module
from read_api.replicas.reader import STREAMS
from tests.libs.serving import Served
from tests.postgres import Postgres
from tests.services.read_api.copy_of import catalog_of
from tests.services.read_api.owner import Owner
from tests.services.read_api.reader import Reader

PATH = "/v1/snapshot"
MANY = 350
"""Products enough for several batches, so that some are still to be read when the first are sent."""


def parsed(document: bytes) -> list[dict[str, Any]]:
    assert document.endswith(b"\n")
    return [json.loads(line) for line in document.splitlines()]


def copy_in(document: bytes) -> dict[tuple[str, str], Any]:
    return {(each["entity"], each["id"]): each["value"] for each in parsed(document)[1:-1]}


def pieces_of(app: Flask, owner: Owner) -> Any:
    """A response whose body is read piece by piece."""
    known = {"Catalog-Min-Revision": owner.token(), "Prefer": "wait=5"}
    return app.test_client().get(PATH, headers=known, buffered=False)


def assert_all_seats_are_free(reader: Reader) -> None:
    for _ in range(STREAMS + 1):
        assert parsed(reader.get(PATH).data)[-1]["end"]


def test_it_has_every_public_thing_as_a_get_of_it_answers(owner: Owner, reader: Reader) -> None:
    owner.add_category("crockery")
    owner.add_category("mugs", parent="crockery")
    owner.add("mug", prices=(1000, 1250), category="mugs")
    owner.attach_picture("mug", b"picture")
    owner.add("secret", status="draft")
    response = reader.get(PATH)
    header, *things, end = parsed(response.data)
    token = owner.token()
    assert header == {"revision": int(token.partition(".")[0]), "token": token}
    assert end == {"end": True, "count": len(things)}
    assert [each["entity"] for each in things] == ["settings", "category", "category", "product"]
    assert copy_in(response.data) == catalog_of(reader)
    assert response.headers["Catalog-Revision"] == token
    assert response.headers["Content-Type"] == "application/jsonl"
    assert response.headers["Cache-Control"] == "no-store"
    assert "ETag" not in response.headers


def test_it_is_of_one_revision_whatever_is_written_while_it_is_sent(
    app: Flask, owner: Owner, reader: Reader, catalog: Postgres
) -> None:
    owner.add_many([f"mug-{each:03}" for each in range(MANY)])
    then = catalog_of(reader)
    response = pieces_of(app, owner)
    pieces = response.iter_encoded()
    begun = next(pieces) + next(pieces)
    owner.run("DELETE FROM catalog.product WHERE slug > 'mug-100'")
    owner.run("UPDATE catalog.product SET title = 'Another'")
    catalog.wait_for_replay()
    assert copy_in(begun + b"".join(pieces)) == then
    response.close()


def test_so_many_are_sent_at_once_and_the_next_is_told_to_come_again(
    app: Flask, owner: Owner, reader: Reader
) -> None:
    owner.add("mug")
    under_way = [pieces_of(app, owner) for _ in range(STREAMS)]
    refused = reader.get(PATH)
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "10")
    assert refused.json["type"].endswith("/too-many-streams")
    for response in under_way:  # unread, as when the client has gone
        response.close()
    assert_all_seats_are_free(reader)


def test_a_head_shows_the_revision_and_holds_nothing(owner: Owner, reader: Reader) -> None:
    owner.add("mug")
    for _ in range(STREAMS + 1):
        response = reader.get(PATH, method="HEAD")
        assert (response.status_code, response.data) == (200, b"")
        assert response.headers["Catalog-Revision"] == owner.token()


def test_it_waits_for_a_revision_as_every_read_does(owner: Owner, reader: Reader, app: Flask) -> None:
    owner.add("mug")
    number = int(owner.token().partition(".")[0])
    lost = app.test_client().get(PATH, headers={"Catalog-Min-Revision": f"{number}.0123456789abcdef"})
    assert lost.status_code in {412, 503}
    assert_all_seats_are_free(reader)


def test_one_that_takes_too_long_is_broken_off(
    app: Flask, owner: Owner, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner.add_many([f"mug-{each:03}" for each in range(MANY)])
    monkeypatch.setattr(stream_module, "STREAM_SECONDS", 0.0)
    response = pieces_of(app, owner)
    with pytest.raises(DBAPIError, match="no answer from the server"):
        list(response.iter_encoded())
    response.close()
    monkeypatch.undo()
    assert_all_seats_are_free(reader)


def test_over_http_it_comes_compressed_and_breaks_when_its_replica_dies(
    served: Served, owner: Owner, catalog: Postgres
) -> None:
    owner.add_many([f"mug-{each:03}" for each in range(MANY)])
    owner.run("UPDATE catalog.product SET description = repeat('mug ', 10000)")  # more than sockets hold
    catalog.wait_for_replay()
    documents = {
        coding: served.get(PATH, headers={"Accept-Encoding": coding})
        for coding in ("identity", "gzip", "br", "zstd")
    }
    assert {answer.status_code for answer in documents.values()} == {200}
    codings = {
        coding: answer.headers.get("Content-Encoding", "identity") for coding, answer in documents.items()
    }
    assert codings == {coding: coding for coding in documents}
    assert len({answer.content for answer in documents.values()}) == 1
    assert parsed(documents["identity"].content)[-1] == {"end": True, "count": MANY + 1}
    with served.get(PATH, stream=True, headers={"Accept-Encoding": "identity"}) as answer:
        lines = answer.iter_lines()
        assert "token" in json.loads(next(lines))
        catalog.standby_control.kill()
        with pytest.raises(requests.RequestException):
            list(lines)
