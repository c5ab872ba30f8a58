"""Which products and what of them: several by name, by options, sparse, corrected, in any order of asking."""

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime

import pytest
from flask import Flask
from sqlalchemy import text

from tests.postgres import Postgres
from tests.services.read_api.owner import Owner
from tests.services.read_api.reader import Reader

Bearer = Callable[[str], dict[str, str]]


def test_several_are_asked_for_by_id_or_slug_and_those_that_do_not_exist_are_absent(
    owner: Owner, reader: Reader
) -> None:
    owner.add_many(["a", "b", "c"])
    owner.add("draft", status="draft")
    ids = {item["slug"]: item["id"] for item in reader.get("/v1/products").json["items"]}
    assert reader.slugs(slug=["c", "a", "a", "draft", "none"]) == ["a", "c"]
    assert reader.slugs(id=[ids["c"].upper(), ids["b"], "01990000-0000-7000-8000-000000000000"]) == ["b", "c"]
    assert reader.slugs(id=[ids["a"], ids["b"]], slug=["b", "c"]) == ["b"]
    assert reader.slugs(slug=["none"]) == []
    assert reader.slugs(slug=[f"no-{number}" for number in range(99)] + ["b"]) == ["b"]


def test_as_many_as_are_asked_for_by_name_are_on_one_page(owner: Owner, reader: Reader) -> None:
    names = [f"mug-{number}" for number in range(30)]
    owner.add_many(names)
    assert len(reader.slugs(slug=names)) == 30
    assert len(reader.slugs(slug=names, limit=7)) == 7
    assert len(reader.slugs()) == 24


def test_values_of_one_option_are_alternatives_and_different_options_must_all_be_met(
    owner: Owner, reader: Reader
) -> None:
    owner.add("small", prices=(1000, 1000))
    owner.add("large", prices=(1000, 1000, 1000, 1000))
    owner.add("ratio", prices=(1000, 1000), options=["Ratio"])
    owner.add("tagged", tags=["XL"])
    assert reader.slugs(option="Size:S") == ["small", "large"]
    assert reader.slugs(option=["Size:XL", "Size:L"]) == ["large"]
    assert reader.slugs(option=["Size:S", "Ratio:S"]) == []
    assert reader.slugs(option="Size:XXL") == reader.slugs(option="size:S") == []
    owner.run("update catalog.variant set option_values = array['16:9'] where option_values = array['S']")
    assert reader.slugs(option="Ratio:16:9") == ["ratio"]
    owner.run("update catalog.product set options = array['Ratio: TV'] where options = array['Ratio']")
    assert reader.slugs(option=["Ratio: TV:16:9", "Ratio: TV:M"]) == ["ratio"]
    assert reader.slugs(option="Ratio:16:9") == []


def test_a_sparse_answer_has_the_id_and_what_was_asked_of_the_whole_one(
    owner: Owner, reader: Reader, bearer: Bearer
) -> None:
    owner.add("mug", prices=(1290, 2800), attributes='{"height_cm": 9.5}', tags=["blue"])
    staff = bearer("catalog:read")
    for path, headers in (("/v1/products", {}), ("/v1/staff/products", staff)):
        whole = reader.get(f"{path}/mug", headers).json
        for name in whole:
            sparse = {"id": whole["id"], name: whole[name]}
            assert reader.get(f"{path}/mug", headers, fields=name).json == sparse
        every = ",".join(whole)
        assert reader.get(path, headers, fields=every).json["items"] == [whole]
        some = reader.get(path, headers, fields="price_range,id,slug", facets="tag").json
        assert some["items"] == [{name: whole[name] for name in ("id", "slug", "price_range")}]
        assert some["facets"] == {"tag": [{"value": "blue", "count": 1}]}


def test_a_former_slug_leads_to_the_same_fields_of_the_product(owner: Owner, reader: Reader) -> None:
    owner.add("old")
    owner.change("old", "slug = 'new'")
    response = reader.get("/v1/products/old", fields="title,slug")
    assert (response.status_code, response.headers["Location"]) == (
        301,
        "/v1/products/new?fields=title%2Cslug",
    )


def test_what_was_searched_instead_is_said_of_every_search_and_of_nothing_else(
    owner: Owner, reader: Reader, bearer: Bearer
) -> None:
    owner.add("celadon-mug")
    owner.add("secret-amphora", status="draft")
    assert "corrected" not in reader.get("/v1/products").json
    assert reader.get("/v1/products", q="celadon").json["corrected"] is None
    near = reader.get("/v1/products", q="seladon", facets="availability", sort="relevance", page=1).json
    assert (near["corrected"], near["total"], near["pages"]) == ("celadon", 1, 1)
    assert near["facets"] == {"availability": {"in_stock": 1, "out_of_stock": 0}}
    assert reader.get("/v1/products", q="amphoar").json["corrected"] is None
    staff = bearer("catalog:read")
    assert reader.get("/v1/staff/products", staff, q="amphoar").json["corrected"] == "amphora"


@pytest.mark.parametrize("page", ["", "&page=1"])
def test_the_order_of_parameters_makes_no_difference(
    owner: Owner, reader: Reader, bearer: Bearer, page: str
) -> None:
    """Not to a byte, so that caches know the same question; the staff's answers are made anew each time."""
    for slug in ("blue-mug", "blue-cup", "blue-jug"):
        owner.add(slug, prices=(1000, 2000), tags=["x", "y"])
    there = f"q=blue&tag=x&tag=y&option=Size:S&option=Size:M&slug=blue-mug&slug=blue-cup&limit=1{page}"
    back = "&".join(reversed(there.split("&")))
    staff = bearer("catalog:read")
    first, second = (reader.get(f"/v1/staff/products?{query}", staff) for query in (there, back))
    assert (first.data, first.headers["Link"]) == (second.data, second.headers["Link"])
    assert (first.json["total"], first.json["items"][0]["slug"]) == (2, "blue-mug")
    rest = back.replace("page=1&", "") + f"&after={first.json['next']}"
    assert reader.slugs(f"/v1/products?{rest}") == ["blue-cup"]


def test_a_listing_has_the_date_of_its_revision_and_a_product_that_of_its_last_change(
    owner: Owner, app: Flask, catalog: Postgres, bearer: Bearer
) -> None:
    owner.run("select pg_sleep(1.1)")
    owner.add("mug")
    owner.run("select pg_sleep(1.1)", "select catalog.take_revision()")
    catalog.wait_for_replay()
    with catalog.connection("write_api") as connection:
        written = connection.scalar(text("select at from catalog.revision"))
        touched = connection.scalar(
            text("select at from catalog.revision_log where number = (select revision from catalog.product)")
        )
    for path, at in (("", written), ("/mug", touched), ("/mug?fields=title", touched)):
        assert dated(app, f"/v1/products{path}", {}) == http_date(at)
        assert dated(app, f"/v1/staff/products{path}", bearer("catalog:read")) == http_date(at)
    assert http_date(written) != http_date(touched)


def dated(app: Flask, path: str, headers: dict[str, str]) -> str | None:
    """The date that the view gives."""
    with app.test_request_context(path, headers=headers):
        return app.full_dispatch_request().headers.get("Last-Modified")


def http_date(at: datetime) -> str:
    return format_datetime(at.astimezone(UTC), usegmt=True)
