"""Parameters are strict: what is unknown or out of range is named, never ignored."""

import base64
from collections.abc import Callable

import pytest

from read_api.products.cursors import Cursor, fingerprint
from read_api.products.listing import Filters, Sort
from tests.services.read_api.owner import Owner
from tests.services.read_api.reader import Reader


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("colour=blue", "colour"),
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=many", "limit"),
        ("limit=1&limit=2", "limit"),
        ("limit=1_0", "limit"),
        ("limit=%205", "limit"),
        ("limit=%D9%A5", "limit"),
        ("sort=random", "sort"),
        ("sort=relevance", "sort"),
        ("in_stock=1", "in_stock"),
        ("min_price=-1", "min_price"),
        ("min_price=1e3", "min_price"),
        ("max_price=NaN", "max_price"),
        ("min_price=20&max_price=10", "max_price"),
        ("q=", "q"),
        ("q=%00", "q"),
        ("category=", "category"),
        ("after=nonsense", "after"),
        ("status=draft", "status"),
        ("id=1", "id"),
        ("id=" + "&id=".join(["01990000-0000-7000-8000-000000000000"] * 101), "id"),
        ("slug=", "slug"),
        ("slug=" + "&slug=".join(map(str, range(101))), "slug"),
        ("option=Glaze", "option"),
        ("option=:Celadon", "option"),
        ("option=Glaze:", "option"),
        ("option=Glaze:%00", "option"),
        ("option=" + "&option=".join(f"Glaze:{number}" for number in range(21)), "option"),
        ("page=0", "page"),
        ("page=-1", "page"),
        ("page=one", "page"),
        ("page=1&page=2", "page"),
        ("page=1&after=x", "page"),
        ("fields=", "fields"),
        ("fields=title,", "fields"),
        ("fields=title,,slug", "fields"),
        ("fields=deleted_at", "fields"),
        ("fields=search", "fields"),
        ("facets=", "facets"),
        ("facets=category,colour", "facets"),
    ],
)
def test_a_parameter_at_fault_is_named(reader: Reader, query: str, named: str) -> None:
    response = reader.get(f"/v1/products?{query}")
    assert response.status_code == 400, response.json
    assert response.json["type"].endswith("/invalid-parameter")
    assert [error["parameter"] for error in response.json["errors"]] == [named]


def test_every_fault_of_a_query_is_named_at_once(reader: Reader) -> None:
    response = reader.get("/v1/products?limit=0&colour=blue")
    assert {error["parameter"] for error in response.json["errors"]} == {"limit", "colour"}


@pytest.mark.parametrize(
    "path",
    ["/v1/products/mug", "/v1/categories", "/v1/categories/mugs", "/v1/settings", "/v1/status",
     "/v1/openapi.json", "/.well-known/jwks.json"],
)  # fmt: skip
def test_a_route_without_parameters_takes_none(reader: Reader, path: str) -> None:
    response = reader.get(path, colour="blue")
    assert response.status_code == 400
    assert response.json["errors"][0]["parameter"] == "colour"


@pytest.mark.parametrize("query", ["/v1/tags?after=%00", "/v1/suggest?q=%00"])
def test_no_text_has_a_null_character(
    reader: Reader, bearer: Callable[[str], dict[str, str]], query: str
) -> None:
    assert reader.get(query, bearer("catalog:read")).status_code == 400


@pytest.mark.parametrize("path", ["/v1/products/a%00", "/v1/categories/%00", "/v1/media/%00/160.webp"])
def test_nothing_has_a_null_character_in_its_address(reader: Reader, path: str) -> None:
    response = reader.get(path)
    assert (response.status_code, response.content_type) == (404, "application/problem+json")


def test_a_price_with_too_many_decimals_is_refused(reader: Reader) -> None:
    response = reader.get("/v1/products?max_price=12.905")
    assert response.status_code == 400
    (error,) = response.json["errors"]
    assert error["parameter"] == "max_price"
    assert "2 decimals" in error["detail"]


def test_an_unknown_field_or_facet_is_named_beside_those_that_there_are(reader: Reader) -> None:
    for query, known in (("fields=title,titel", "price_range"), ("facets=titel", "availability")):
        (error,) = reader.get(f"/v1/products?{query}").json["errors"]
        assert "'titel'" in error["detail"]
        assert known in error["detail"]


@pytest.mark.parametrize("query", ["fields=titel", "fields=deleted_at", "facets=tag", "page=1"])
def test_of_one_product_its_public_fields_may_be_chosen_and_no_more(
    owner: Owner, reader: Reader, query: str
) -> None:
    owner.add("mug")
    assert reader.get(f"/v1/products/mug?{query}").status_code == 400


def test_a_cursor_belongs_to_its_filters_and_its_order(owner: Owner, reader: Reader) -> None:
    owner.add_many(["a", "b", "c"])
    cursor = reader.get("/v1/products", limit=2).json["next"]
    assert reader.get("/v1/products", limit=1, after=cursor).status_code == 200
    for other in (
        {"sort": "title"},
        {"sort": "-position"},
        {"in_stock": "true"},
        {"tag": "blue"},
        {"slug": "a"},
        {"option": "Size:S"},
    ):
        response = reader.get("/v1/products", after=cursor, **other)
        assert response.status_code == 400
        assert response.json["errors"][0]["parameter"] == "after"


@pytest.mark.parametrize(
    ("key", "product_id"),
    [
        ("ten", "01990000-0000-7000-8000-000000000000"),
        ("1", "two"),
        ("\x00", "01990000-0000-7000-8000-000000000000"),
        ("\ud800", "01990000-0000-7000-8000-000000000000"),
        ("1", "\x00"),
    ],
)
def test_a_forged_cursor_is_refused(reader: Reader, key: str, product_id: str) -> None:
    forged = Cursor(fingerprint(Filters(), Sort("position")), key, product_id).encode()
    response = reader.get("/v1/products", after=forged)
    assert response.status_code == 400
    assert response.json["errors"][0]["parameter"] == "after"


def test_a_cursor_of_bottomless_json_is_refused(reader: Reader) -> None:
    response = reader.get("/v1/products", after=base64.urlsafe_b64encode(b"[" * 1400).decode())
    assert response.status_code == 400
    assert response.json["errors"][0]["parameter"] == "after"


def test_the_staff_s_status_is_one_of_four(reader: Reader, bearer: Callable[[str], dict[str, str]]) -> None:
    response = reader.get("/v1/staff/products?status=lost", headers=bearer("catalog:read"))
    assert response.status_code == 400
    assert response.json["errors"][0]["parameter"] == "status"
