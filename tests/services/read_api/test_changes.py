"""The feed: what changed in the public catalog, in order and without a gap, and nothing else."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from read_api.feed.place import Place
from read_api.replicas import Replicas
from read_api.replicas.missed import MOST, Missed
from read_api.replicas.rotation import LOST_AFTER_SECONDS
from revision_cache.token import Token
from tests.postgres import SUPERUSER, Postgres
from tests.services.read_api.copy_of import catalog_of, followed, page_of
from tests.services.read_api.long_missed import LongMissed
from tests.services.read_api.owner import Owner
from tests.services.read_api.reader import Reader

NONCE = "0123456789abcdef"


def told(page: dict[str, Any]) -> list[tuple[str, str, str | None]]:
    """Entity, action and slug of the items of a page."""
    return [(each["entity"], each["action"], (each["value"] or {}).get("slug")) for each in page["items"]]


def number(token: str) -> int:
    return int(token.partition(".")[0])


def test_what_was_written_is_told_in_the_order_of_revisions(owner: Owner, reader: Reader) -> None:
    before = owner.token()
    owner.add_category("mugs")
    owner.add("zebra-mug")
    owner.add("apple-mug")
    last = owner.change("zebra-mug", "title = 'Zebra'")
    page = page_of(reader, before)
    assert told(page) == [
        ("category", "upsert", "mugs"),
        ("product", "upsert", "apple-mug"),
        ("product", "upsert", "zebra-mug"),
    ]
    revisions = [each["revision"] - number(before) for each in page["items"]]
    assert revisions == [1, 3, 4], "each at the last of its changes"
    assert (page["next"], page["more"], page["revision"]) == (last, False, number(last))


def test_a_value_is_what_a_get_of_it_answers(owner: Owner, reader: Reader) -> None:
    before = owner.token()
    owner.add_category("mugs")
    owner.add(
        "mug", prices=(1000, 1250), category="mugs", tags=["blue"], attributes=json.dumps({"height": 9.5})
    )
    owner.attach_picture("mug", b"picture")
    owner.run("UPDATE catalog.setting SET value = '\"Potters\"' WHERE key = 'name'")
    values = {each["entity"]: each["value"] for each in page_of(reader, before)["items"]}
    assert values == {
        "product": reader.get("/v1/products/mug").json,
        "category": reader.get("/v1/categories/mugs").json,
        "settings": reader.get("/v1/settings").json,
    }
    assert values["category"]["product_count"] == 1
    assert values["settings"]["name"] == "Potters"


@pytest.mark.parametrize("limit", [1, 3, 1000])
def test_all_pages_together_make_the_catalog_whatever_their_size(
    owner: Owner, reader: Reader, limit: int
) -> None:
    owner.add_category("mugs")
    owner.add("jug")
    before, copy = owner.token(), catalog_of(reader)
    owner.add_many([f"mug-{each}" for each in range(7)])
    owner.change("jug", "deleted_at = now()")
    owner.change("mug-1", "status = 'draft'")
    owner.change("mug-3", "category_id = (SELECT id FROM catalog.category)")
    owner.run("DELETE FROM catalog.product WHERE slug = 'mug-4'")
    owner.change("mug-5", "slug = 'cup-5'")
    owner.run("UPDATE catalog.category SET slug = 'cups'")
    brought, pages = followed(reader, copy, before, limit)
    assert brought == catalog_of(reader)
    assert all(len(page["items"]) <= limit for page in pages)
    places = [(each["revision"], each["entity"], each["id"]) for page in pages for each in page["items"]]
    assert places == sorted(set(places))


def test_a_revision_larger_than_a_page_goes_on_inside_of_it(owner: Owner, reader: Reader) -> None:
    before = owner.token()
    imported = owner.add_many([f"mug-{each:03}" for each in range(250)])
    first = page_of(reader, before)
    assert first["more"]
    assert first["next"].startswith(f"{imported}.product."), "a place within the revision"
    owner.change("mug-007", "title = 'Seven'")
    copy, pages = followed(reader, {}, before)
    assert [len(page["items"]) for page in pages] == [100, 100, 51]
    settings = {key: value for key, value in catalog_of(reader).items() if key[0] == "settings"}
    assert copy | settings == catalog_of(reader)


def test_a_page_that_ends_with_a_revision_goes_on_with_its_token(owner: Owner, reader: Reader) -> None:
    before = owner.token()
    token = owner.add("one")
    owner.add("two")
    assert page_of(reader, before, limit=1)["next"].partition("@")[0] == token


def test_the_whole_history_replayed_is_the_catalog(owner: Owner, reader: Reader) -> None:
    owner.add_category("mugs")
    owner.add("mug", category="mugs")
    copy, _ = followed(reader, {}, "0", limit=1000)
    assert copy == catalog_of(reader)


def test_of_drafts_nothing_is_told(owner: Owner, reader: Reader) -> None:
    before = owner.token()
    owner.add_category("mugs")
    owner.add("secret", status="draft", category="mugs")
    owner.add("old", status="archived")
    owner.change("secret", "title = 'Another secret'")
    owner.run("DELETE FROM catalog.product WHERE slug = 'old'")
    page = page_of(reader, before)
    assert told(page) == [("category", "upsert", "mugs")]
    assert page["items"][0]["revision"] == number(before) + 1


@pytest.mark.parametrize("end", ["status = 'draft'", "status = 'archived'", "deleted_at = now()"])
def test_what_ceases_to_be_public_leaves_a_tombstone_and_no_trace_of_its_life_after(
    owner: Owner, reader: Reader, end: str
) -> None:
    owner.add("mug")
    product = reader.get("/v1/products/mug").json
    before = owner.token()
    ended = owner.change("mug", end)
    owner.change("mug", "title = 'A secret'")
    [item] = page_of(reader, before)["items"]
    gone = {"entity": "product", "id": product["id"], "action": "delete", "value": None}
    assert item == {"revision": number(ended), **gone}
    assert page_of(reader, ended)["items"] == []
    owner.change("mug", "status = 'active', deleted_at = NULL, title = 'Back'")
    assert told(page_of(reader, ended)) == [("product", "upsert", "mug")]


def test_settings_that_are_nobodys_business_are_not_told(owner: Owner, reader: Reader) -> None:
    before = owner.token()
    owner.run("INSERT INTO catalog.setting (key, value) VALUES ('internal', '\"x\"')")
    assert page_of(reader, before)["items"] == []


def test_nothing_new_is_an_empty_page_and_then_304(owner: Owner, reader: Reader) -> None:
    token = owner.add("mug")
    first = reader.get("/v1/changes", after=token)
    assert first.json == {"items": [], "next": token, "more": False, "revision": number(token)}
    assert "next" not in (first.headers.get("Link") or "")
    known = {"If-None-Match": first.headers["ETag"]}
    assert reader.get("/v1/changes", headers=known, after=token).status_code == 304
    owner.add("cup")
    assert reader.get("/v1/changes", headers=known, after=token).status_code == 200


def test_a_history_that_was_lost_is_told_with_what_to_do(owner: Owner, reader: Reader) -> None:
    token = owner.add("mug")
    owner.add("cup")
    for after in (
        f"{number(token)}.{NONCE}",
        f"{number(token) + 1}.{NONCE}",
        f"{number(token)}.{NONCE}.product.x",
    ):
        response = reader.get("/v1/changes", after=after)
        assert response.status_code == 410
        assert response.json["type"].endswith("/feed-lost")
        assert "/v1/snapshot" in response.json["detail"]
        assert response.json["current"] == owner.token()
    assert reader.get("/v1/changes", after=str(number(token))).status_code == 200, "a number knows no history"


@pytest.fixture
def purged(owner: Owner, postgres: Postgres) -> Iterator[int]:
    """The history before this revision is said to be gone, until the end of the test."""
    oldest = number(owner.token())
    for value in (oldest, 0):
        with postgres.connection(SUPERUSER) as connection, connection.begin():
            connection.execute(text("UPDATE catalog.history SET oldest = :value"), {"value": value})
        postgres.wait_for_replay()
        if value:
            yield oldest


def test_what_was_purged_is_not_taken_for_nothing(purged: int, owner: Owner, reader: Reader) -> None:
    for after in ("0", str(purged - 1), f"{purged - 1}.{NONCE}"):
        response = reader.get("/v1/changes", after=after)
        assert (response.status_code, response.json["type"].rpartition("/")[2]) == (410, "feed-purged")
    assert page_of(reader, owner.token())["items"] == []


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({}, "after"),
        ({"after": ""}, "after"),
        ({"after": "-1"}, "after"),
        ({"after": "01"}, "after"),
        ({"after": "1.x"}, "after"),
        ({"after": f"1.{NONCE}.account.x"}, "after"),
        ({"after": "9" * 18}, "after"),
        ({"after": f"{'9' * 18}.{NONCE}"}, "after"),
        ({"after": "0", "limit": "0"}, "limit"),
        ({"after": "0", "limit": "1001"}, "limit"),
        ({"after": "0", "since": "x"}, "since"),
    ],
)
def test_what_makes_no_sense_is_refused(reader: Reader, query: dict[str, str], parameter: str) -> None:
    response = reader.get("/v1/changes", **query)
    assert response.status_code == 400, response.json
    assert [each["parameter"] for each in response.json["errors"]] == [parameter]


def test_no_page_shows_an_earlier_revision_than_the_pages_before_it(owner: Owner, reader: Reader) -> None:
    before = owner.token()
    owner.add_many(["mug", "bowl", "jug"])
    newest = number(owner.token())
    first = page_of(reader, before, limit=1)
    place, _, seen = first["next"].partition("@")
    assert seen == owner.token()
    later = reader.get("/v1/changes", {"Prefer": "wait=0"}, after=f"{place}@{newest + 1}.{NONCE}")
    assert (later.status_code, later.json["type"].rpartition("/")[2]) == (503, "replica-behind")
    another = reader.get("/v1/changes", after=f"{place}@{newest}.{NONCE}")
    assert (another.status_code, another.json["type"].rpartition("/")[2]) == (410, "feed-lost")
    assert "@" not in page_of(reader, first["next"])["next"]


def test_a_revision_that_no_replica_has_is_waited_for_and_then_lost(
    app: Flask, owner: Owner, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    following = number(owner.token()) + 1
    assert reader.get("/v1/changes", after=str(following)).status_code == 400
    behind = reader.get("/v1/changes", headers={"Prefer": "wait=0"}, after=f"{following}.{NONCE}")
    assert (behind.status_code, behind.headers["Retry-After"]) == (503, "1")
    replicas: Replicas = app.extensions["replicas"]
    monkeypatch.setattr(replicas, "missed", LongMissed())
    lost = reader.get("/v1/changes", after=f"{following}.{NONCE}")
    assert (lost.status_code, lost.json["type"].rpartition("/")[2]) == (410, "feed-lost")


def test_missed_is_what_was_asked_for_in_vain_for_a_minute() -> None:
    missed, token, other = Missed(), Token(7, NONCE), Token(7, NONCE[::-1])
    assert not missed.is_lost(token, 0)
    assert not missed.is_lost(other, 50)
    assert missed.is_lost(token, LOST_AFTER_SECONDS)
    assert not missed.is_lost(other, LOST_AFTER_SECONDS)
    missed.found(token)
    assert not missed.is_lost(token, 2 * LOST_AFTER_SECONDS)
    for each in range(MOST):
        missed.is_lost(Token(each, NONCE), 0)
    assert not missed.is_lost(other, 1000), "forgotten, not kept for ever"


@pytest.mark.parametrize(
    "spelling", ["0", "43", f"43.{NONCE}", f"43.{NONCE}.product.0199-a", f"43.{NONCE}.setting.a_b"]
)
def test_a_place_is_written_as_it_was_read(spelling: str) -> None:
    assert str(Place.parse(spelling)) == spelling


def test_a_token_from_before_the_history_that_is_kept_is_not_called_lost(purged: int, reader: Reader) -> None:
    asked = reader.get("/v1/products", {"Catalog-Min-Revision": f"{purged - 1}.{NONCE}"})
    assert asked.status_code == 200
