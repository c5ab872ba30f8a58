from typing import Any

import pytest

from tests.services.write_api.client import Client, pointers, slug_of
from tests.services.write_api.history import History


def test_categories_are_a_tree(owner: Client) -> None:
    owner.category("Tableware")

    category = owner.category("Mugs & Cups", parent="tableware", description="To drink from.").document

    assert (category["slug"], category["parent"], category["product_count"]) == ("mugs-cups", "tableware", 0)
    assert category["image"] is None
    assert "parent_id" not in category


def test_the_life_of_a_category(owner: Client, history: History) -> None:
    made = owner.category("Mugs")

    renamed = owner.send("PATCH", made.path, {"title": "Cups"}, if_match=made.tag)
    replaced = owner.send("PUT", made.path, {"title": "Bowls"}, if_match=renamed.headers["ETag"])
    deleted = owner.send("DELETE", made.path, if_match=replaced.headers["ETag"])

    assert (renamed.get_json()["title"], renamed.get_json()["slug"]) == ("Cups", "mugs")
    assert replaced.get_json()["position"] == made.document["position"]
    assert (deleted.status_code, deleted.data) == (204, b"")
    assert history.count("category") == 0
    assert history.newest()["reason"] == "delete category"


def test_a_stale_tag_is_refused_with_what_is_there_now(owner: Client) -> None:
    made = owner.category("Mugs")
    owner.send("PATCH", made.path, {"title": "Cups"}, if_match=made.tag)

    answer = owner.send("PATCH", made.path, {"title": "Bowls"}, if_match=made.tag)

    assert (answer.status_code, answer.get_json()["current"]["title"]) == (412, "Cups")


def test_a_category_with_products_or_children_is_not_deleted(owner: Client) -> None:
    parent, full = owner.category("Tableware"), owner.category("Bowls")
    owner.category("Mugs", parent="tableware")
    owner.product(category="bowls")

    for made in (parent, full):
        answer = owner.send("DELETE", made.path, if_match="*")
        assert (answer.status_code, slug_of(answer)) == (409, "category-not-empty")


def test_products_in_the_trash_do_not_hold_a_category_back(owner: Client) -> None:
    category = owner.category("Mugs")
    owner.send("DELETE", owner.product(category="mugs").path, if_match="*")

    assert owner.send("DELETE", category.path, if_match="*").status_code == 204


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"parent": "mugs"}, "/parent"),
        ({"parent": "small-mugs"}, "/parent"),
        ({"parent": "nowhere"}, "/parent"),
        ({"title": ""}, "/title"),
        ({"product_count": 7}, "/product_count"),
    ],
)
def test_a_fault_is_a_422_that_points_at_it(owner: Client, change: dict[str, Any], pointer: str) -> None:
    made = owner.category("Mugs")
    owner.category("Small mugs", parent="mugs")

    answer = owner.send("PATCH", made.path, change, if_match="*")

    assert (answer.status_code, slug_of(answer), pointers(answer)) == (422, "invalid-body", {pointer})


def test_slugs_of_categories_are_unique(owner: Client) -> None:
    owner.category("Mugs")

    given = owner.send("POST", "/v1/categories", {"title": "Cups", "slug": "mugs"})

    assert (given.status_code, slug_of(given), pointers(given)) == (409, "slug-taken", {"/slug"})
    assert owner.category("Mugs").document["slug"] == "mugs-2"


def test_an_unknown_category_is_not_found(owner: Client) -> None:
    path = "/v1/categories/0199aaaa-0000-7000-8000-000000000000"

    assert owner.send("PATCH", path, {"title": "Cups"}, if_match="*").status_code == 404
