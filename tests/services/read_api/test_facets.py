"""Listings of a random shop against the same counted by hand: which products, how many, by which facets."""

from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from flask import Flask

from read_api.products import orders, selections
from tests.postgres import Postgres
from tests.services.read_api import shelf
from tests.services.read_api.owner import Owner
from tests.services.read_api.reader import Reader

FACETS = "category,tag,option,availability,price"
SHOP = shelf.random_shop(Random(3), 80)
PUBLIC = [product for product in SHOP if product.status == "active"]


@pytest.fixture(scope="module")
def owner_of_many(postgres: Postgres) -> Owner:
    postgres.empty_catalog()
    with postgres.connection("write_api") as connection, connection.begin():
        shelf.write(connection, SHOP)
    return Owner(postgres)


@pytest.fixture(params=[None, 3], ids=["sorted", "walked"])
def many(
    owner_of_many: Owner, app: Flask, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Reader:
    """A reader of the shop, for whom more than so many products are too many to be sorted at once."""
    if request.param is not None:
        for name in ("FEW", "FEW_SHORT", "NEAR", "RANKED"):
            monkeypatch.setattr(orders, name, request.param)
        monkeypatch.setattr(selections, "RANKED", request.param)
    token = owner_of_many.run("select catalog.take_revision()")  # what is kept was read the other way
    return Reader(app.test_client(), lambda: token)


def compare(page: dict[str, Any], expected: list[shelf.Product]) -> None:
    """The page, of one hundred, shows and counts just these."""
    assert [item["slug"] for item in page["items"]] == [each.slug for each in expected]
    assert page["total"] == len(expected)
    price = page["facets"].pop("price")
    by_hand = shelf.counted(expected)
    ends = by_hand.pop("price")
    assert page["facets"] == by_hand
    assert (price and {end: cents(price[end]) for end in ("min", "max")}) == ends
    compare_ranges(price["ranges"] if price else [], expected)


def compare_ranges(ranges: list[dict[str, Any]], expected: list[shelf.Product]) -> None:
    """Each counts what the filters by price would find; together they leave nothing out."""
    prices = [each.prices for each in expected if each.currency == "EUR"]
    bounds = [(cents(each["min"]), cents(each["max"])) for each in ranges]
    for (low, high), each in zip(bounds, ranges, strict=True):
        assert each["count"] == sum(highest >= low and lowest <= high for lowest, highest in prices) > 0
    assert all(before[1] < after[0] for before, after in pairwise(bounds))
    assert all(any(low <= price <= high for low, high in bounds) for both in prices for price in both)
    assert len(ranges) <= 8


def cents(money: dict[str, str]) -> int:
    assert money["currency"] == "EUR"
    return int(Decimal(money["amount"]) * 100)


def test_whatever_the_filters_the_public_gets_and_counts_what_they_leave(many: Reader) -> None:
    random = Random(5)
    for query in [{}, *(shelf.some_query(random) for _ in range(40))]:
        page = many.get("/v1/products", facets=FACETS, limit=100, **query).json
        compare(page, [each for each in PUBLIC if each.meets(query)])


def test_the_staff_s_counts_have_drafts_too_and_those_of_the_trash_when_asked(
    many: Reader, bearer: Callable[[str], dict[str, str]]
) -> None:
    random = Random(6)
    for status in (None, None, None, "draft", "active", "trashed"):
        for query in ({}, shelf.some_query(random), shelf.some_query(random)):
            query |= {"status": status} if status else {}
            asked = {"facets": FACETS, "limit": 100} | query
            page = many.get("/v1/staff/products", bearer("catalog:read"), **asked).json
            shown = [each for each in SHOP if each.status != "trashed" or status == "trashed"]
            compare(page, [each for each in shown if each.meets(query)])


@pytest.mark.parametrize(
    ("query", "sort"),
    [
        *(({"in_stock": "true"}, sort) for sort in ("position", "-title", "price")),
        *(({"tag": ["blue"]}, sort) for sort in ("-position", "title", "-price")),
        *(
            ({"q": "mug"}, sort)
            for sort in ("position", "-position", "title", "-price", "relevance", "-relevance")
        ),
    ],
)
def test_pages_by_number_and_by_cursor_show_the_same_each_product_once(
    many: Reader, query: dict[str, Any], sort: str
) -> None:
    expected = {each.slug for each in PUBLIC if each.meets(query)}
    asked = query | {"sort": sort, "limit": "6", "fields": "slug"}
    first = many.get("/v1/products", **asked, page="1").json
    assert (first["total"], first["pages"]) == (len(expected), -(-len(expected) // 6))
    numbered = [many.slugs(**asked, page=str(page)) for page in range(1, first["pages"] + 1)]
    walked, page = [], many.get("/v1/products", **asked).json
    while page["next"]:
        walked.append([item["slug"] for item in page["items"]])
        page = many.get("/v1/products", **asked, after=page["next"]).json
    assert [*walked, [item["slug"] for item in page["items"]]] == numbered
    flat = [slug for slugs in numbered for slug in slugs]
    assert (len(flat), set(flat)) == (len(expected), expected)


def test_relevance_puts_whole_words_of_titles_first_then_begun_ones_then_the_rest(many: Reader) -> None:
    found = [each for each in PUBLIC if each.meets({"q": "blue m"})]

    def level(each: shelf.Product) -> tuple[int, int]:
        words = each.title.lower().split()
        begun = {"blue", "m"} <= {*words, *(word[0] for word in words)}
        return (1 if begun else 2), len(words)

    # No title has the word "m"; sorting keeps the order of positions within a level.
    ordered = [each.slug for each in sorted(found, key=level)]
    assert len({level(each) for each in found}) > 1
    assert many.slugs(q="blue m", sort="relevance", limit=100) == ordered
    assert many.slugs(q="blue m", sort="-relevance", limit=100) == ordered[::-1]
