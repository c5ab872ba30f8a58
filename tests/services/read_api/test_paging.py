"""Pages: neither repeats nor holes, whatever is written while a reader walks."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from werkzeug.http import parse_options_header

from tests.services.read_api.owner import Owner
from tests.services.read_api.reader import Reader


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


def parse_link(link: str) -> tuple[str, str]:
    """Target and relation of one link."""
    target, options = parse_options_header(link)
    return target.strip("<>"), options["rel"]
