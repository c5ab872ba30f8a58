"""History as the staff reads it, field by field."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from tests.services.read_api.owner import Owner
from tests.services.read_api.reader import Reader

Bearer = Callable[[str], dict[str, str]]
Get = Callable[..., Any]
ADD_ADA = """
    INSERT INTO catalog.account (email, name, role, password_hash)
    VALUES ('ada@example.com', 'Ada', 'owner', '$argon2id$')
"""
AS_ADA = "SELECT set_config('mstore.actor', id::text, true) FROM catalog.account"


@pytest.fixture
def get(reader: Reader, bearer: Bearer) -> Get:
    """Ask as the staff, with `also` as headers."""

    def get(path: str, also: dict[str, str] | None = None, **query: Any) -> Any:
        return reader.get(path, headers=bearer("catalog:read") | (also or {}), **query)

    return get


def number_of(token: str) -> int:
    return int(token.partition(".")[0])


def id_of(owner: Owner, slug: str) -> str:
    with owner.postgres.connection("write_api") as connection:
        query = text("select id from catalog.product where slug = :slug")
        return str(connection.execute(query, {"slug": slug}).scalar_one())


def fields_of(revision: dict[str, Any], entity: str) -> list[dict[str, Any]]:
    """What became of the one thing of this kind."""
    (edit,) = [edit for edit in revision["edits"] if edit["entity"] == entity]
    return list(edit["fields"])


def test_the_history_of_a_product_has_its_variants_and_pictures_and_no_other(owner: Owner, get: Get) -> None:
    owner.add("mug")
    owner.add("cup")
    owner.add_category("tea")
    owner.change("mug", "title = 'Bowl', category_id = (select id from catalog.category)")
    priced = owner.run(
        "UPDATE catalog.variant SET price = 1290 WHERE product_id IN"
        " (SELECT id FROM catalog.product WHERE slug = 'mug')"
    )
    owner.attach_picture("mug", b"picture")

    body = get(f"/v1/products/{id_of(owner, 'mug')}/history").json

    pictured, price, titled, made = body["items"]
    assert price["revision"] == number_of(priced)
    assert (price["actor"], price["actor_name"], price["reason"]) == ("write_api", None, None)
    assert fields_of(price, "variant") == [
        {
            "field": "price",
            "before": {"amount": "10.00", "currency": "EUR"},
            "after": {"amount": "12.90", "currency": "EUR"},
        }
    ]
    assert fields_of(titled, "product") == [
        {"field": "title", "before": "Mug", "after": "Bowl"},
        {"field": "category", "before": None, "after": {"slug": "tea", "title": "Tea"}},
    ]
    assert {"field": "alt", "before": None, "after": "A mug"} in fields_of(pictured, "product_media")
    assert {edit["action"] for edit in made["edits"]} == {"insert"}
    assert body["next"] is None


def test_pages_of_history_neither_repeat_nor_skip(owner: Owner, get: Get) -> None:
    owner.add("mug")
    for number in range(6):
        owner.change("mug", f"title = 'Mug {number}'")
    for path in (f"/v1/products/{id_of(owner, 'mug')}/history", "/v1/revisions"):
        whole = get(path, limit=7).json["items"]
        pages, before = [], None
        while len(pages) < len(whole):
            page = get(path, limit=2, **({} if before is None else {"before": before})).json
            pages += page["items"]
            before = page["next"]
        assert pages[: len(whole)] == whole
        assert [entry["revision"] for entry in pages] == sorted((e["revision"] for e in pages), reverse=True)


def test_a_revision_tells_all_that_it_did_by_pages(owner: Owner, get: Get) -> None:
    number = number_of(owner.add_many(["a", "b", "c"]))

    whole = get(f"/v1/revisions/{number}").json
    assert (whole["revision"], len(whole["edits"]), whole["next"]) == (number, 6, None)

    edits, after = [], {}
    for _ in range(3):
        page = get(f"/v1/revisions/{number}", limit=2, **after).json
        edits += page["edits"]
        after = {"after": page["next"]}
    assert (edits, page["next"]) == (whole["edits"], None)


def test_what_follows_from_a_change_is_not_told(owner: Owner, get: Get) -> None:
    owner.add_category("tea")
    owner.add("mug", category="tea")
    number = number_of(owner.run("UPDATE catalog.category SET title = 'Coffee'"))
    assert [edit["entity"] for edit in get(f"/v1/revisions/{number}").json["edits"]] == ["category"]


def test_a_category_that_is_gone_keeps_its_name_in_history(owner: Owner, get: Get) -> None:
    owner.add_category("tea")
    owner.add("mug", category="tea")
    number = number_of(owner.change("mug", "category_id = null"))
    owner.run("DELETE FROM catalog.category")
    revision = get(f"/v1/revisions/{number}").json
    assert fields_of(revision, "product")[0]["before"] == {"slug": "tea", "title": "Tea"}


def test_a_product_that_was_removed_for_good_has_its_history(owner: Owner, get: Get) -> None:
    owner.add("mug")
    product = id_of(owner, "mug")
    owner.run("DELETE FROM catalog.product")
    items = get(f"/v1/products/{product}/history").json["items"]
    assert [{edit["action"] for edit in item["edits"]} for item in items] == [{"delete"}, {"insert"}]


def test_an_account_is_named(owner: Owner, get: Get) -> None:
    owner.run(ADD_ADA)
    number = number_of(
        owner.run(AS_ADA, "UPDATE catalog.setting SET value = '\"Clay\"' WHERE key = 'tagline'")
    )
    assert get(f"/v1/revisions/{number}").json["actor_name"] == "Ada"


def test_who_is_called_otherwise_by_now_is_told_so(owner: Owner, get: Get) -> None:
    owner.run(ADD_ADA)
    owner.add("mug")
    number = number_of(owner.run(AS_ADA, "UPDATE catalog.product SET title = 'Cup'"))
    paths = ("/v1/revisions", f"/v1/revisions/{number}", f"/v1/products/{id_of(owner, 'mug')}/history")
    tags = [get(path).headers["ETag"] for path in paths]

    owner.run("UPDATE catalog.account SET name = 'Countess'")
    owner.postgres.wait_for_replay()

    for path, tag in zip(paths, tags, strict=True):
        answer = get(path, also={"If-None-Match": tag})
        assert (answer.status_code, "Countess" in answer.text) == (200, True)
        assert get(path, also={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_what_a_revision_did_is_told_in_one_order(owner: Owner, get: Get) -> None:
    owner.add("mug", prices=(1000, 2000))
    owner.run(
        "UPDATE catalog.variant SET stock = 1 WHERE price = 2000",
        "UPDATE catalog.variant SET stock = 1 WHERE price = 1000",
        "UPDATE catalog.product SET title = 'Cup'",
    )
    edits = get(f"/v1/products/{id_of(owner, 'mug')}/history").json["items"][0]["edits"]
    order = [(edit["entity"], edit["id"]) for edit in edits]
    assert order == sorted(order)
    assert [entity for entity, _ in order] == ["product", "variant", "variant"]


def test_what_there_is_not_is_not_found_and_what_was_forgotten_is_gone(
    owner: Owner, get: Get, forget: Callable[[], None]
) -> None:
    owner.add("mug")
    newest = number_of(owner.change("mug", "title = 'Cup'"))
    for path in (f"/v1/revisions/{newest + 1}", "/v1/revisions/0", f"/v1/revisions/{10**30}"):
        assert get(path).status_code == 404
    for product in ("mug", "0199c0de-0000-7000-8000-000000000000"):
        for page in ({}, {"before": 5}):
            assert get(f"/v1/products/{product}/history", **page).status_code == 404
    first = get(f"/v1/products/{id_of(owner, 'mug')}/history").json["items"][-1]["revision"]
    older = get(f"/v1/products/{id_of(owner, 'mug')}/history", before=first)
    assert (older.status_code, older.json["items"]) == (200, [])
    forget()
    assert get(f"/v1/revisions/{newest - 1}").status_code == 410
    assert get(f"/v1/products/{id_of(owner, 'mug')}/history").json["items"][0]["revision"] == newest


@pytest.mark.parametrize("path", ["/v1/revisions", "/v1/revisions/1", "/v1/products/mug/history"])
def test_history_is_for_the_staff(reader: Reader, bearer: Bearer, path: str) -> None:
    assert reader.get(path).status_code == 401
    assert reader.get(path, headers=bearer("account")).status_code == 403


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("/v1/revisions", "before"),
        ("/v1/revisions", "limit"),
        ("/v1/revisions/1", "after"),
        ("/v1/revisions/1", "limit"),
    ],
)
def test_parameters_are_strict(get: Get, path: str, parameter: str) -> None:
    answer = get(path, **{parameter: "-1"})
    assert (answer.status_code, answer.json["errors"][0]["parameter"]) == (400, parameter)
