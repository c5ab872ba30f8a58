"""Products as everyone sees them: filters, orders, one by one."""

import pytest

from tests.services.read_api.owner import Owner
from tests.services.read_api.reader import Reader


def test_a_published_product_is_listed_with_everything_the_contract_names(
    owner: Owner, reader: Reader
) -> None:
    owner.add("mug", prices=(1290, 2800), stock=3, tags=["blue"], attributes='{"height_cm": 9.5}')
    (product,) = reader.get("/v1/products").json["items"]
    assert product["slug"] == "mug"
    assert product["price_range"] == {
        "min": {"amount": "12.90", "currency": "EUR"},
        "max": {"amount": "28.00", "currency": "EUR"},
    }
    assert [variant["options"] for variant in product["variants"]] == [{"Size": "S"}, {"Size": "M"}]
    assert product["attributes"] == {"height_cm": 9.5}
    assert product["created_at"].endswith("Z")
    assert not {"search", "revision_nonce", "price_min", "category_id", "deleted_at"} & product.keys()


def test_total_counts_every_page_and_revision_is_that_of_the_header(owner: Owner, reader: Reader) -> None:
    owner.add_many(["a", "b", "c"])
    response = reader.get("/v1/products", limit=2)
    assert (len(response.json["items"]), response.json["total"]) == (2, 3)
    assert response.headers["Catalog-Revision"].startswith(f"{response.json['revision']}.")


def test_a_draft_an_archived_and_a_deleted_product_are_never_shown(owner: Owner, reader: Reader) -> None:
    owner.add("draft", status="draft")
    owner.add("archived", status="archived")
    owner.add("deleted")
    owner.change("deleted", "deleted_at = now()")
    assert reader.slugs() == []
    assert reader.get("/v1/products/draft").status_code == 404
    assert reader.get("/v1/products/archived").status_code == 404
    assert reader.get("/v1/products/deleted").status_code == 410


def test_the_category_filter_includes_descendants(owner: Owner, reader: Reader) -> None:
    owner.add_category("kitchen")
    owner.add_category("cups", parent="kitchen")
    owner.add_category("garden")
    owner.add("board", category="kitchen")
    owner.add("mug", category="cups")
    owner.add("planter", category="garden")
    assert reader.slugs(category="kitchen") == ["board", "mug"]
    assert reader.slugs(category="cups") == ["mug"]
    assert reader.slugs(category="unknown") == []


def test_every_tag_asked_for_must_be_there(owner: Owner, reader: Reader) -> None:
    owner.add("both", tags=["blue", "large"])
    owner.add("one", tags=["blue"])
    assert reader.slugs(tag="blue") == ["both", "one"]
    assert reader.slugs(tag=["blue", "large"]) == ["both"]


def test_words_are_found_in_title_and_description_by_their_beginning(owner: Owner, reader: Reader) -> None:
    owner.add("celadon-bowl", description="For soup")
    owner.add("soup-plate")
    owner.add("vase")
    assert reader.slugs(q="celad") == ["celadon-bowl"]
    assert reader.slugs(q="SOUP", sort="relevance") == ["soup-plate", "celadon-bowl"]
    assert reader.slugs(q="soup", sort="-relevance") == ["celadon-bowl", "soup-plate"]
    assert reader.slugs(q="soup vase") == []
    assert reader.slugs(q="& | '") == []


@pytest.mark.parametrize(
    ("bounds", "found"),
    [
        ({"min_price": "13"}, ["middle", "dear"]),
        ({"max_price": "12.90"}, ["cheap"]),
        ({"min_price": "12.90", "max_price": "30.00"}, ["cheap", "middle"]),
        ({"min_price": "1000"}, []),
    ],
)
def test_prices_are_compared_in_the_shop_s_currency(
    owner: Owner, reader: Reader, bounds: dict[str, str], found: list[str]
) -> None:
    owner.add("cheap", prices=(1290,))
    owner.add("middle", prices=(1500, 3500))
    owner.add("dear", prices=(9900,))
    assert reader.slugs(**bounds) == found


def test_prices_follow_the_exponent_of_the_currency(owner: Owner, reader: Reader) -> None:
    owner.run("UPDATE catalog.setting SET value = '\"JPY\"' WHERE key = 'currency'")
    owner.add("mug", prices=(1500,))
    assert reader.slugs(min_price="1500") == ["mug"]
    assert reader.slugs(min_price="1501") == []
    refused = reader.get("/v1/products", min_price="15.50")
    assert refused.status_code == 400
    assert "JPY" in refused.json["detail"]


def test_what_is_sold_out_can_be_left_out(owner: Owner, reader: Reader) -> None:
    owner.add("there", stock=1)
    owner.add("gone", stock=0)
    owner.add("uncounted", stock=None)
    assert reader.slugs(in_stock="true") == ["there", "uncounted"]
    assert reader.slugs(in_stock="false") == ["gone"]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("position", ["b", "a", "c"]),
        ("-position", ["c", "a", "b"]),
        ("title", ["a", "b", "c"]),
        ("-title", ["c", "b", "a"]),
        ("price", ["c", "a", "b"]),
        ("-price", ["b", "a", "c"]),
        ("created", ["b", "a", "c"]),
        ("-updated", ["b", "c", "a"]),
    ],
)
def test_products_come_in_the_order_asked_for(
    owner: Owner, reader: Reader, sort: str, order: list[str]
) -> None:
    owner.add("b", prices=(3000,))
    owner.add("a", prices=(2000,))
    owner.add("c", prices=(1000,))
    owner.change("b", "description = 'new'")
    assert reader.slugs(sort=sort) == order


def test_a_product_is_found_by_slug_and_by_id(owner: Owner, reader: Reader) -> None:
    owner.add("mug")
    product = reader.get("/v1/products/mug").json
    assert reader.get(f"/v1/products/{product['id']}").json == product
    assert reader.get(f"/v1/products/{product['id'].upper()}").json == product


def test_an_old_slug_redirects_to_the_present_one(owner: Owner, reader: Reader) -> None:
    owner.add("old")
    owner.change("old", "slug = 'new'")
    response = reader.get("/v1/products/old")
    assert (response.status_code, response.headers["Location"]) == (301, "/v1/products/new")
    owner.add("old")
    assert reader.get("/v1/products/old").json["slug"] == "old"


def test_a_withdrawn_product_is_gone_by_slug_by_former_slug_and_by_id(owner: Owner, reader: Reader) -> None:
    owner.add("old")
    owner.change("old", "slug = 'new'")
    product_id = reader.get("/v1/products/new").json["id"]
    owner.change("new", "status = 'archived'")
    for name in ("new", "old", product_id):
        response = reader.get(f"/v1/products/{name}")
        assert response.status_code == 410
        assert response.json["type"].endswith("/gone")


def test_an_unknown_product_is_a_problem_that_names_it(reader: Reader) -> None:
    response = reader.get("/v1/products/nothing")
    assert response.status_code == 404
    assert response.content_type == "application/problem+json"
    assert "'nothing'" in response.json["detail"]
    assert response.headers["Catalog-Revision"]
    assert reader.get("/v1/products/01990000-0000-7000-8000-000000000000").status_code == 404
