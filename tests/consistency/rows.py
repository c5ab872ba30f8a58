"""What an answer shows of the catalog, and what it should: judged from the rows, never from the label."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tests.consistency.history import Read, Shown
from tests.consistency.lineage import State

LISTING = "/v1/products?limit=100"
BY_PRICE = "/v1/products?limit=100&sort=price"
LISTINGS = (LISTING, BY_PRICE)
PRODUCT = "/v1/products/"
SHOWING = {200, 404, 410}
"""Statuses that say what the catalog has: that a thing is not there is said too."""


def shows_rows(read: Read) -> bool:
    return read.status in SHOWING and (read.path in LISTINGS or read.path.startswith(PRODUCT))


def fault(read: Read, state: State) -> str | None:
    """How the answer's rows differ from the state; None when they do not."""
    expected = expected_rows(read.path, state)
    if read.status != 200:
        return "it says that there is none" if expected else None
    if read.path.startswith(PRODUCT):
        return difference(dict([shown(read.json)]), expected)
    return _fault_of_listing(read, expected)


def expected_rows(path: str, state: State) -> State:
    """What of a state belongs on a page."""
    if path in LISTINGS:
        return state
    slug = path.removeprefix(PRODUCT)
    return {slug: state[slug]} if slug in state else {}


def shown(product: Mapping[str, Any]) -> tuple[str, Shown]:
    """Slug and rest of a product on the wire."""
    amount = Decimal(product["price_range"]["min"]["amount"])
    return product["slug"], Shown(product["title"], int(amount * 100), product["revision"])


def difference(rows: State, expected: State) -> str | None:
    """The first row that differs, in words."""
    for slug in sorted({*rows, *expected}):
        if rows.get(slug) != expected.get(slug):
            return f"{slug} is {rows.get(slug)} and should be {expected.get(slug)}"
    return None


def _fault_of_listing(read: Read, expected: State) -> str | None:
    body = read.json
    items = [shown(item) for item in body["items"]]
    prices = [each.price for _, each in items]
    if body["total"] != len(expected):
        return f"total is {body['total']} and should be {len(expected)}"
    if read.token is not None and body["revision"] != read.token.number:
        return f"the body says revision {body['revision']}"
    if len(dict(items)) != len(items):
        return "a product is there twice"
    if read.path == BY_PRICE and prices != sorted(prices):
        return f"the prices are {prices}"
    return difference(dict(items), expected)
