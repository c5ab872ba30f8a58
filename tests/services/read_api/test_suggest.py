"""What is suggested while a search is being typed."""

from collections.abc import Iterator

import pytest
from flask import Flask

from read_api.search import queries
from tests.postgres import Postgres
from tests.services.read_api.owner import Owner
from tests.services.read_api.reader import Reader

PRODUCTS = ["mug-tree", "celadon-mug", "blue-celadon-bowl", "celandine-vase", "mug-2", "mug-10"]


@pytest.fixture(scope="module")
def reader(app: Flask, postgres: Postgres) -> Iterator[Reader]:
    """A reader of a shop with some pots and a draft, in the order in which they are listed here."""
    postgres.empty_catalog()
    owner = Owner(postgres)
    owner.add_category("mugs")
    owner.add_category("bowls")
    for slug in PRODUCTS:
        owner.add(slug, category="mugs" if "mug" in slug else None)
    owner.add("described-plate", description="Goes with a celadon mug")
    owner.add("celebrated-amphora", status="draft")
    owner.attach_picture("celadon-mug", b"a picture")
    return Reader(app.test_client(), owner.token)


def suggested(reader: Reader, q: str, **query: object) -> dict[str, list[str]]:
    """Slugs and texts of what is suggested."""
    answer = reader.get("/v1/suggest", q=q, **query)
    assert answer.status_code == 200, answer.json
    slugs = {name: [item["slug"] for item in answer.json[name]] for name in ("products", "categories")}
    return slugs | {name: answer.json[name] for name in ("searches", "corrected")}


@pytest.mark.parametrize("strategy", ["by the index", "near the front"])
@pytest.mark.parametrize(
    ("q", "products"),
    [
        ("cel", ["celadon-mug", "celandine-vase", "blue-celadon-bowl"]),
        ("Céladon", ["celadon-mug", "blue-celadon-bowl"]),
        ("m", ["mug-tree", "mug-2", "mug-10", "celadon-mug"]),
        ("mug 1", ["mug-10"]),
        ("celadon b", ["blue-celadon-bowl"]),
        ("bowl blu", ["blue-celadon-bowl"]),
        ("celadno", ["celadon-mug", "blue-celadon-bowl"]),
        ("amphora", []),
    ],
)
def test_titles_that_begin_so_come_before_titles_with_a_word_that_does(
    reader: Reader, monkeypatch: pytest.MonkeyPatch, strategy: str, q: str, products: list[str]
) -> None:
    monkeypatch.setattr(queries, "FREQUENT", {"by the index": 20_000, "near the front": 0}[strategy])
    assert suggested(reader, q)["products"] == products


def test_a_suggestion_shows_title_price_and_picture(reader: Reader) -> None:
    answer = reader.get("/v1/suggest", q="celadon")
    shown, without_picture = answer.json["products"]
    whole = reader.get("/v1/products/celadon-mug").json
    assert shown == {name: whole[name] for name in ("slug", "title", "price_range")} | {
        "image": whole["images"][0]
    }
    assert without_picture["image"] is None
    assert answer.json["revision"] == int(answer.headers["Catalog-Revision"].split(".")[0])


@pytest.mark.parametrize(
    ("q", "categories", "searches", "corrected"),
    [
        ("mu", ["mugs"], ["mug"], None),
        ("cel", [], ["celadon", "celandine"], None),
        ("Blue cel", [], ["Blue celadon", "Blue celandine"], None),
        ("mgu cel", [], ["mug celadon", "mug celandine"], "mug cel"),
        ("bowls", ["bowls"], ["bowl"], "bowl"),
        ("mugs", ["mugs"], ["mug"], "mug"),
        ("?!", [], [], None),
        ("celeb", [], [], None),
    ],
)
def test_categories_and_searches_are_suggested_too(
    reader: Reader, q: str, categories: list[str], searches: list[str], corrected: str | None
) -> None:
    found = suggested(reader, q)
    assert (found["categories"], found["searches"], found["corrected"]) == (categories, searches, corrected)


def test_no_more_than_asked_for(reader: Reader) -> None:
    found = suggested(reader, "m", limit=1)
    assert (found["products"], found["searches"]) == (["mug-tree"], ["mug"])


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"q": ""},
        {"q": "a" * 201},
        {"q": "a\x00"},
        {"q": "a", "limit": 0},
        {"q": "a", "limit": 21},
        {"q": "a", "x": 1},
    ],
)
def test_what_cannot_be_asked_is_said(reader: Reader, query: dict[str, object]) -> None:
    assert reader.get("/v1/suggest", **query).status_code == 400
