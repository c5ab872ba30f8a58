from typing import Any

import pytest

from tests.services.write_api.client import Client, Document, euros, glazed_mug, mug, slug_of
from tests.services.write_api.history import History


def test_a_title_and_a_price_make_a_product_and_all_else_has_a_default(owner: Client) -> None:
    answer = owner.send("POST", "/v1/products", mug())

    product = answer.get_json()
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/v1/products/{product['id']}"
    assert (product["slug"], product["status"], product["category"]) == ("mug", "draft", None)
    assert product["variants"][0]["price"] == euros("28.00")
    assert product["variants"][0]["stock"] is None
    assert product["price_range"] == {"min": euros("28.00"), "max": euros("28.00")}
    assert product["available"] is True
    assert product["deleted_at"] is None
    assert "search" not in product


def test_what_is_given_is_what_is_shown(owner: Client) -> None:
    owner.category("Mugs")
    body = glazed_mug("Celadon", "Ash") | {
        "slug": "the-mug",
        "description": "Thrown *by hand*.",
        "status": "active",
        "category": "mugs",
        "tags": ["blue", "stoneware"],
        "attributes": {"height": 9.5, "dishwasher": True, "clay": "stoneware"},
        "seo": {"title": "A mug", "description": "One mug."},
        "position": 7,
    }

    product = owner.create("/v1/products", body).document

    for name in ("slug", "description", "status", "tags", "attributes", "options", "seo", "position"):
        assert product[name] == body[name]
    assert product["description_html"] == "<p>Thrown <em>by hand</em>.</p>"
    assert product["category"] == {"slug": "mugs", "title": "Mugs"}
    assert [variant["options"] for variant in product["variants"]] == [{"Glaze": "Celadon"}, {"Glaze": "Ash"}]


def test_a_merge_patch_changes_what_it_names_and_nothing_else(owner: Client) -> None:
    made = owner.product(tags=["blue"], description="Old", attributes={"a": 1, "b": 2})

    answer = owner.send(
        "PATCH", made.path, {"description": "New", "attributes": {"a": None}}, if_match=made.tag
    )

    product = answer.get_json()
    assert answer.status_code == 200
    assert (product["description"], product["description_html"]) == ("New", "<p>New</p>")
    assert (product["attributes"], product["tags"]) == ({"b": 2}, ["blue"])
    assert product["variants"] == made.document["variants"]


@pytest.mark.parametrize(("before", "after"), [(1, True), (0, False), (True, 1), (1, 1.0), (2.0, 2)])
@pytest.mark.parametrize("method", ["PATCH", "PUT"])
def test_an_attribute_becomes_another_that_python_has_equal(
    owner: Client, method: str, before: Any, after: Any
) -> None:
    made = owner.product(attributes={"a": before, "b": "same"})
    body = {"attributes": {"a": after, "b": "same"}}

    answer = owner.send(method, made.path, mug(**body) if method == "PUT" else body, if_match=made.tag)

    value = answer.get_json()["attributes"]["a"]
    assert (type(value), value) == (type(after), after)
    assert answer.headers["ETag"] != made.tag


def test_put_replaces_everything_but_the_address_and_the_place(owner: Client) -> None:
    made = owner.product(slug="old-mug", tags=["blue"], status="active")

    product = owner.send("PUT", made.path, mug(title="Cup"), if_match=made.tag).get_json()

    assert (product["title"], product["tags"], product["status"]) == ("Cup", [], "draft")
    assert (product["slug"], product["position"]) == ("old-mug", made.document["position"])


def test_variants_keep_their_identity_by_id(owner: Client) -> None:
    made = owner.create("/v1/products", glazed_mug("Celadon", "Ash"))
    celadon, ash = (_as_written(variant) for variant in made.document["variants"])
    new = {"price": euros("31.00"), "options": {"Glaze": "Iron"}}

    answer = owner.send("PATCH", made.path, {"variants": [ash, new]}, if_match=made.tag)

    kept, added = answer.get_json()["variants"]
    assert kept["id"] == ash["id"]
    assert added["id"] not in (ash["id"], celadon["id"])


def test_two_variants_can_swap_their_skus_and_options(owner: Client) -> None:
    made = owner.create("/v1/products", glazed_mug("Celadon", "Ash"))
    first, second = (_as_written(variant) for variant in made.document["variants"])
    for name in ("sku", "options"):
        first[name], second[name] = second[name], first[name]

    answer = owner.send("PATCH", made.path, {"variants": [first, second]}, if_match=made.tag)

    assert [variant["sku"] for variant in answer.get_json()["variants"]] == ["MUG-Ash", "MUG-Celadon"]


def test_options_and_variants_change_together(owner: Client) -> None:
    made = owner.product()
    only = _as_written(made.document["variants"][0])

    answer = owner.send(
        "PATCH",
        made.path,
        {"options": ["Size"], "variants": [only | {"options": {"Size": "Small"}}]},
        if_match=made.tag,
    )

    assert answer.get_json()["variants"][0]["options"] == {"Size": "Small"}


def test_a_deleted_product_is_in_the_trash_and_gives_its_slug_and_skus_free(owner: Client) -> None:
    made = owner.create("/v1/products", glazed_mug("Celadon"))

    answer = owner.send("DELETE", made.path, if_match=made.tag)

    assert answer.status_code == 200
    assert answer.get_json()["deleted_at"] is not None
    again = owner.create("/v1/products", glazed_mug("Celadon")).document
    assert (again["slug"], again["variants"][0]["sku"]) == ("mug", "MUG-Celadon")


def test_what_is_in_the_trash_is_not_changed(owner: Client) -> None:
    made = owner.product()
    owner.send("DELETE", made.path, if_match="*")

    for method in ("PUT", "PATCH", "DELETE"):
        answer = owner.send(method, made.path, mug(), if_match="*")
        assert (answer.status_code, slug_of(answer)) == (404, "not-found")


def test_slugs_made_from_titles_are_unique_and_readable(owner: Client) -> None:
    titles = ["Große Schüssel", "Grosse Schussel", "Potter’s Mug", "Ваза", "!!!", "!!!"]

    slugs = [owner.product(title=title).document["slug"] for title in titles]

    assert slugs == ["grosse-schussel", "grosse-schussel-2", "potters-mug", "vaza", "product", "product-2"]


def test_text_is_normalized_and_trimmed(owner: Client) -> None:
    product = owner.product(title="  Cafe\u0301 cup ", description="One\r\ntwo").document

    assert (product["title"], product["description"]) == ("Caf\u00e9 cup", "One\ntwo")


def test_each_write_is_one_revision_signed_by_its_author(owner: Client, history: History) -> None:
    made = owner.product()
    before = history.revision()

    answer = owner.send(
        "PATCH", made.path, {"title": "Cup"}, if_match=made.tag, key="k-1", headers={"X-Request-Id": "r-1"}
    )

    entry = history.newest()
    assert entry["number"] == before + 1
    assert answer.headers["Catalog-Revision"] == f"{entry['number']}.{entry['nonce']}"
    assert answer.get_json()["revision"] == entry["number"]
    assert answer.headers["ETag"] == f'"{entry["number"]}-{entry["nonce"][:8]}.test"'
    assert (entry["actor"], entry["reason"]) == ("owner", "change product")
    assert (entry["request_id"], entry["idempotency_key"]) == ("r-1", "k-1")


def _as_written(variant: Document) -> Document:
    return {name: value for name, value in variant.items() if name != "available"}
