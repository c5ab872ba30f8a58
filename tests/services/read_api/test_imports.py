"""How far imports are, what their plans would do, and all products as a file: for the staff."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from tests.postgres import Postgres
from tests.services.read_api.owner import Owner
from tests.services.read_api.reader import Reader

Bearer = Callable[[str], dict[str, str]]
ADD = """
    INSERT INTO catalog.import (name, format, blank, images, bytes, created_by, status, revision,
                                revision_nonce)
    SELECT :name, 'csv', 'leave', 'queue', 1, 'owner', :status, number, nonce FROM published.revision
"""
ADD_ROW = """
    INSERT INTO catalog.import_row (import, number, lines, handle, title, outcome, changes, warnings, errors)
    SELECT id, :number, '{2}', 'mug', 'Mug', :outcome, '[]', '[]', '[]' FROM catalog.import
"""
ADD_PICTURE = """
    INSERT INTO catalog.import_picture (import, product_id, url, position, asked_by, status, reason)
    SELECT import.id, product.id, 'http://x.example/a.jpg', 1024, 'owner', 'refused', 'Private.'
      FROM catalog.import, catalog.product
"""

NOBODYS = "0199aaaa-0000-7000-8000-000000000000"


@pytest.fixture
def staff(bearer: Bearer) -> dict[str, str]:
    return bearer("catalog:read")


def add_import(owner: Owner, name: str = "test", status: str = "planned") -> str:
    owner.run(ADD, name=name, status=status)
    with owner.postgres.connection("postgres") as connection:
        found = connection.exec_driver_sql("select id from catalog.import order by created_at desc limit 1")
        return str(found.scalar_one())


def test_an_import_tells_how_far_it_is(owner: Owner, reader: Reader, staff: dict[str, str]) -> None:
    owner.add("mug")
    identity = add_import(owner)
    for number, outcome in enumerate(("create", "create", "refused"), start=1):
        owner.run(ADD_ROW, number=number, outcome=outcome)
    owner.postgres.wait_for_replay()

    answer = reader.get(f"/v1/imports/{identity}", staff)

    shown: Any = answer.json
    assert (shown["name"], shown["status"], shown["is_current"]) == ("test", "planned", True)
    assert shown["products"] == {"create": 2, "update": 0, "unchanged": 0, "refused": 1, "warnings": 0}
    assert [each["id"] for each in reader.get("/v1/imports", staff).json["items"]] == [identity]


def test_its_tag_is_its_own(owner: Owner, reader: Reader, staff: dict[str, str]) -> None:
    identity = add_import(owner)
    path = f"/v1/imports/{identity}"
    owner.postgres.wait_for_replay()
    tag = reader.get(path, staff).headers["ETag"]
    assert reader.get(path, staff | {"If-None-Match": tag}).status_code == 304

    owner.run("UPDATE catalog.import SET done = 5")
    owner.postgres.wait_for_replay()
    changed = reader.get(path, staff | {"If-None-Match": tag})
    assert (changed.status_code, changed.json["progress"]["done"]) == (200, 5)


def test_whoever_has_it_is_told_what_changed_around_it(
    owner: Owner, reader: Reader, staff: dict[str, str]
) -> None:
    owner.add("mug")
    path = f"/v1/imports/{add_import(owner)}"
    owner.run(ADD_PICTURE)
    owner.postgres.wait_for_replay()
    first = reader.get(path, staff)

    owner.run("UPDATE catalog.import_picture SET status = 'failed'")
    owner.postgres.wait_for_replay()
    second = reader.get(path, staff | {"If-None-Match": first.headers["ETag"]})
    assert (second.status_code, second.json["pictures"]["failed"]) == (200, 1)

    owner.add("cup")
    third = reader.get(path, staff | {"If-None-Match": second.headers["ETag"]})
    assert (third.status_code, third.json["is_current"]) == (200, False)

    states = {each.headers["ETag"].partition(".")[0] for each in (first, second, third)}
    assert len(states) == 1  # of the plan, for If-Match: that is the same


def test_lists_that_no_revision_stands_for_have_no_tag(
    owner: Owner, reader: Reader, staff: dict[str, str]
) -> None:
    path = f"/v1/imports/{add_import(owner)}/pictures"
    owner.postgres.wait_for_replay()
    for answer in (reader.get("/v1/imports", staff), reader.get(path, staff)):
        assert (answer.status_code, "ETag" in answer.headers) == (200, False)
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_plan_is_old_when_the_catalog_changed(owner: Owner, reader: Reader, staff: dict[str, str]) -> None:
    identity = add_import(owner)
    owner.run("SELECT catalog.take_revision()")
    owner.postgres.wait_for_replay()
    assert reader.get(f"/v1/imports/{identity}", staff).json["is_current"] is True
    owner.add("mug")
    assert reader.get(f"/v1/imports/{identity}", staff).json["is_current"] is False


def test_a_plan_comes_in_pages(owner: Owner, reader: Reader, staff: dict[str, str]) -> None:
    identity = add_import(owner)
    for number in range(1, 6):
        owner.run(ADD_ROW, number=number, outcome="update" if number % 2 else "unchanged")
    owner.postgres.wait_for_replay()
    path = f"/v1/imports/{identity}/rows"

    first = reader.get(path, staff, outcome="update", limit=2).json
    second = reader.get(path, staff, outcome="update", limit=2, after=first["next"]).json

    assert [row["number"] for row in first["items"] + second["items"]] == [1, 3, 5]
    assert (second["next"], second["status"]) == (None, "planned")
    assert reader.get(path, staff, outcome="maybe").status_code == 400


def test_pictures_tell_their_fate(owner: Owner, reader: Reader, staff: dict[str, str]) -> None:
    owner.add("mug")
    identity = add_import(owner)
    owner.run(ADD_PICTURE)
    owner.postgres.wait_for_replay()
    [fate] = reader.get(f"/v1/imports/{identity}/pictures", staff).json["items"]
    assert (fate["url"], fate["status"], fate["reason"]) == ("http://x.example/a.jpg", "refused", "Private.")
    assert reader.get(f"/v1/imports/{identity}", staff).json["pictures"]["refused"] == 1


def test_what_is_not_there_is_not_found(reader: Reader, staff: dict[str, str]) -> None:
    for part in ("", "/rows", "/pictures"):
        assert reader.get(f"/v1/imports/{uuid4()}{part}", staff).status_code == 404


@pytest.mark.parametrize("path", ["/v1/imports", f"/v1/imports/{NOBODYS}/rows", "/v1/export"])
def test_only_the_staff_sees_it(reader: Reader, bearer: Bearer, path: str) -> None:
    assert reader.get(path).status_code == 401
    assert reader.get(path, bearer("account")).status_code == 403


def test_an_export_is_in_an_order_that_any_shop_gives(
    owner: Owner, reader: Reader, staff: dict[str, str]
) -> None:
    for slug, position in (("c", 1), ("a", 2), ("b", 1)):
        owner.add(slug, status="draft")
        owner.change(slug, f"position = {position}")
    lines = reader.get("/v1/export", staff, format="jsonl").data.splitlines()
    assert [json.loads(line)["slug"] for line in lines] == ["b", "c", "a"]
    assert reader.get("/v1/export", staff).data == reader.get("/v1/export", staff).data


def test_an_export_is_of_one_revision(
    owner: Owner, reader: Reader, staff: dict[str, str], catalog: Postgres
) -> None:
    owner.add_many([f"mug-{each:03}" for each in range(250)])
    answer = reader.get("/v1/export", staff, format="jsonl")
    pieces = answer.iter_encoded()
    begun = next(pieces)
    owner.run("DELETE FROM catalog.product")
    catalog.wait_for_replay()
    assert len((begun + b"".join(pieces)).splitlines()) == 250


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"format": "xml"}, 400),
        ({"columns": "older"}, 400),
        ({"origin": "javascript:1"}, 400),
        ({"origin": "https://mstore.com/x"}, 400),
        ({"origin": "https://mstore.com"}, 200),
    ],
)
def test_how_it_is_written_can_be_said(
    reader: Reader, staff: dict[str, str], query: dict[str, str], status: int
) -> None:
    assert reader.get("/v1/export", staff, **query).status_code == status
