"""Pages: neither repeats nor holes, whatever is written while a reader walks."""

from itertools import cycle
from typing import Any
from unittest.mock import Mock
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy.exc import DataError
from werkzeug.http import parse_options_header

from read_api.products import orders, selections
from read_api.products.cursors import Cursor
from read_api.products.listing import Filters, Listing, Sort
from read_api.products.pages import find
from read_api.products.shelves import PUBLIC
from tests.services.read_api.owner import Owner
from tests.services.read_api.reader import Reader

TITLES = """
    update catalog.product set title = initcap(replace(slug, '-', ' ')), description = 'blue'
     where title = 'A mug'
"""


def walk(reader: Reader, between: Any = lambda: None, **query: Any) -> list[str]:
    """The slugs of all pages; `between` is called after each."""
    slugs: list[str] = []
    while True:
        page = reader.get("/v1/products", **query).json
        slugs += [item["slug"] for item in page["items"]]
        between()
        if page["next"] is None:
            return slugs
        query["after"] = page["next"]


@pytest.mark.parametrize("sort", ["position", "-position", "title", "-price", "created", "-updated"])
def test_a_walk_over_250_products_neither_repeats_nor_skips_while_others_are_added(
    owner: Owner, reader: Reader, sort: str
) -> None:
    """All have the same title, price and times: the order stands on the tie-breaker alone."""
    there = [f"mug-{number}" for number in range(250)]
    owner.add_many(there)
    added = iter(range(1000))
    walked = walk(reader, lambda: owner.add(f"new-{next(added)}"), sort=sort, limit=30)
    assert len(walked) == len(set(walked))
    assert set(there) <= set(walked)


def test_a_product_deleted_meanwhile_makes_no_hole(owner: Owner, reader: Reader) -> None:
    there = [f"mug-{number}" for number in range(9)]
    owner.add_many(there)
    first = reader.get("/v1/products", limit=3, sort="title").json
    last = first["items"][-1]["slug"]
    owner.change(last, "deleted_at = now()")
    rest = walk(reader, limit=3, sort="title", after=first["next"])
    assert len({*rest, *(item["slug"] for item in first["items"])}) == 9


def test_relevance_is_walked_page_by_page(owner: Owner, reader: Reader) -> None:
    for slug in ("blue-mug", "blue-bowl", "blue-vase", "blue-blue-jar"):
        owner.add(slug)
    owner.add("tile", description="blue")
    whole = walk(reader, q="blue", sort="relevance")
    assert walk(reader, q="blue", sort="relevance", limit=1) == whole
    assert whole[-1] == "tile"


def test_the_link_header_leads_to_the_next_and_the_first_page(owner: Owner, reader: Reader) -> None:
    owner.add_many(["a", "b", "c"])
    response = reader.get("/v1/products", limit=2, tag=[], sort="title")
    links = dict(reversed(parse_link(link)) for link in response.headers["Link"].split(", "))
    assert urlsplit(links["first"]).path == "/v1/products"
    query = parse_qs(urlsplit(links["next"]).query)
    assert query == {"limit": ["2"], "sort": ["title"], "after": [response.json["next"]]}
    last = reader.get(links["next"])
    assert (len(last.json["items"]), last.json["next"]) == (1, None)
    assert 'rel="next"' not in last.headers["Link"]


def test_the_link_header_of_a_numbered_page_leads_everywhere(owner: Owner, reader: Reader) -> None:
    owner.add_many(["a", "b", "c", "d", "e"])
    leads = {
        1: {"first": "1", "next": "2", "last": "3"},
        2: {"first": "1", "prev": "1", "next": "3", "last": "3"},
        3: {"first": "1", "prev": "2", "last": "3"},
        4: {"first": "1", "prev": "3", "last": "3"},
        999999999: {"first": "1", "prev": "3", "last": "3"},
    }
    for page, relations in leads.items():
        response = reader.get("/v1/products", page=page, limit=2, sort="title")
        links = dict(reversed(parse_link(link)) for link in response.headers["Link"].split(", "))
        asked = {rel: parse_qs(urlsplit(target).query) for rel, target in links.items()}
        assert asked == {
            rel: {"limit": ["2"], "page": [number], "sort": ["title"]} for rel, number in relations.items()
        }
        assert (response.json["page"], response.json["pages"], response.json["total"]) == (page, 3, 5)
        assert [item["slug"] for item in response.json["items"]] == list("abcde")[page * 2 - 2 : page * 2]


def test_an_empty_listing_has_a_first_page_and_no_pages(reader: Reader) -> None:
    response = reader.get("/v1/products", page=1)
    assert (response.json["items"], response.json["pages"], response.json["next"]) == ([], 0, None)
    rels = {parse_link(link)[1] for link in response.headers["Link"].split(", ")}
    assert rels == {"first", "last"}


def test_one_may_go_on_from_a_numbered_page_by_its_cursor(owner: Owner, reader: Reader) -> None:
    owner.add_many(["a", "b", "c", "d", "e"])
    page = reader.get("/v1/products", page=2, limit=2, sort="title").json
    assert walk(reader, limit=2, sort="title", after=page["next"]) == ["e"]


@pytest.mark.parametrize("few", [selections.RANKED, 4])
def test_a_walk_by_relevance_neither_repeats_nor_skips_while_products_are_written(
    owner: Owner, reader: Reader, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is written comes before, between and after what was seen, and takes others away."""
    for module in (selections, orders):
        monkeypatch.setattr(module, "RANKED", few)
    there = [f"{title}-{number}" for number in range(5) for title in ("blue", "blueish", "one-blue-mug")]
    owner.add_many([*there, "leaves", "gone"])
    owner.run(TITLES)
    owner.change("gone", "title = 'Blue'")
    numbers = iter(range(1000))

    def write() -> None:
        number = next(numbers)
        owner.add_many([f"blue-{number}-new", f"bluebird-{number}-new", f"the-great-blue-bowl-{number}-new"])
        leaving = "update catalog.product set status = 'draft' where slug = any ('{gone,leaves}')"
        owner.run(TITLES, leaving)

    walked = walk(reader, write, q="blue", sort="relevance", limit=5)
    assert len(walked) == len(set(walked))
    assert set(there) <= set(walked)


@pytest.mark.parametrize("sort", ["position", "-position", "price", "-price", "title", "-updated"])
@pytest.mark.parametrize("query", [{"q": "mug"}, {"tag": "blue"}])
def test_a_walk_goes_on_alike_whichever_way_products_are_sorted(
    owner: Owner, reader: Reader, sort: str, query: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many products come and go, another way may be taken from one page to the next."""
    for number in range(14):
        title = "Mug" if number % 5 else "Bowl"
        owner.add(f"p-{number}", title=title, tags=["blue"], prices=(1000 + number % 3,))
    owner.run("update catalog.product set position = 1024 * (1 + position / 5000)")
    ways = cycle([(5000, 30_000, 2500), (0, 0, 2500), (0, 0, 2), (0, 30_000, 5)])

    def take_another_way() -> None:
        for name, limit in zip(("FEW", "FEW_SHORT", "NEAR"), next(ways), strict=True):
            monkeypatch.setattr(orders, name, limit)
        owner.run("select catalog.take_revision()")  # what is kept was read another way

    whole = reader.slugs(**query, sort=sort, limit=100)
    assert walk(reader, take_another_way, **query, sort=sort, limit=2) == whole
    assert len(whole) > 10


def parse_link(link: str) -> tuple[str, str]:
    """Target and relation of one link."""
    target, options = parse_options_header(link)
    return target.strip("<>"), options["rel"]


@pytest.mark.parametrize(
    ("after", "refusal"), [(None, DataError), (Cursor("", "1", "two"), orders.NoSuchPlace)]
)
def test_only_who_sent_a_cursor_is_told_that_it_is_none(
    after: Cursor | None, refusal: type[Exception]
) -> None:
    connection = Mock(**{"execute.side_effect": DataError("select", {}, Exception())})
    listing = Listing(Filters(), Sort("position"), limit=2, after=after)
    with pytest.raises(refusal):
        find(connection, selections.choose(connection, PUBLIC, listing.filters, None), listing, total=3)
