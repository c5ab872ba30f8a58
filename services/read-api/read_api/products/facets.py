"""What a selection could be narrowed by, and how many products each would leave, for the wire."""

from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from read_api.categories.queries import tree_of_categories
from read_api.money import money
from read_api.products.counts import Count, count
from read_api.products.selections import Selection
from read_api.shop.queries import Currency, shop_currency

MOST_RANGES = 8


class Facets(NamedTuple):
    """The facets that are wanted, and how many products there are, where that was counted by the way."""

    shown: dict[str, Any]
    total: int | None


def count_facets(connection: Connection, selection: Selection, wanted: frozenset[str]) -> Facets:
    """The facets that are wanted. Every count obeys every filter."""
    if not wanted:
        return Facets({}, None)
    tree = tree_of_categories(connection) if "category" in wanted else []
    currency = shop_currency(connection)
    counts = count(connection, selection, wanted, [category["id"] for category in tree], currency)
    facets: dict[str, Callable[[], Any]] = {
        "category": lambda: _categories(tree, counts),
        "tag": lambda: [{"value": each.value, "count": each.products} for each in _of("tag", counts)],
        "option": lambda: _options(counts),
        "availability": lambda: _availability(counts),
        "price": lambda: _prices(connection, counts, currency),
    }
    return Facets({name: made() for name, made in facets.items() if name in wanted}, _total(counts))


def _total(counts: list[Count]) -> int:
    """What is in stock and what is not."""
    return sum(each.products for each in counts if each.kind == "availability")


def _of(kind: str, counts: list[Count]) -> list[Count]:
    """Those of a kind, the most frequent first."""
    chosen = (each for each in counts if each.kind == kind)
    return sorted(chosen, key=lambda each: (-each.products, each.value or ""))


def _categories(tree: Any, counts: list[Count]) -> list[dict[str, Any]]:
    """A product counts in its category and in all above it."""
    parents = {category["id"]: category["parent_id"] for category in tree}
    totals: Counter[str] = Counter()
    for each in _of("category", counts):
        above = each.value
        while above is not None:
            totals[above] += each.products
            above = parents[above]
    found = [category for category in tree if totals[category["id"]]]
    return [
        {"slug": category["slug"], "title": category["title"], "count": totals[category["id"]]}
        for category in sorted(found, key=lambda category: (-totals[category["id"]], category["slug"]))
    ]


def _options(counts: list[Count]) -> list[dict[str, Any]]:
    by_name: dict[str, list[dict[str, Any]]] = {}
    for each in _of("option", counts):
        by_name.setdefault(each.name, []).append({"value": each.value, "count": each.products})
    return [{"name": name, "values": values} for name, values in sorted(by_name.items())]


def _availability(counts: list[Count]) -> dict[str, int]:
    found = {each.value: each.products for each in _of("availability", counts)}
    return {"in_stock": found.get("true", 0), "out_of_stock": found.get("false", 0)}


def _prices(connection: Connection, counts: list[Count], currency: Currency) -> dict[str, Any] | None:
    """The ends of the prices and ranges between them; None without a price in the shop's currency."""
    bounds = {each.kind: int(each.value) for each in counts if each.kind in {"min", "max"} and each.value}
    if not bounds:
        return None
    lowest = {int(each.value or 0): each.products for each in _of("lowest", counts)}
    highest = {int(each.value or 0): each.products for each in _of("highest", counts)}
    edges = [0, *(connection.scalar(select(func.published.price_edges())) or [])]

    def shown(units: int) -> dict[str, str]:
        return money(units, *currency)

    return {
        "min": shown(bounds["min"]),
        "max": shown(bounds["max"]),
        "ranges": [
            {"min": shown(edges[first]), "max": shown(edges[last + 1] - 1), "count": products}
            for first, last in _ranges(lowest, highest)
            if (products := _between(first, last, lowest, highest))
        ],
    }


def _ranges(lowest: dict[int, int], highest: dict[int, int]) -> list[tuple[int, int]]:
    """First and last step of each range: neighbours with the fewest products are put together."""
    ranges = [(step, step) for step in range(min(lowest), max(highest) + 1)]

    def weight(place: int) -> int:
        return _between(ranges[place][0], ranges[place + 1][1], lowest, highest)

    while len(ranges) > MOST_RANGES:
        place = min(range(len(ranges) - 1), key=weight)
        ranges[place : place + 2] = [(ranges[place][0], ranges[place + 1][1])]
    return ranges


def _between(first: int, last: int, lowest: dict[int, int], highest: dict[int, int]) -> int:
    """How many have a price in these steps, as the filters by price understand it."""
    below = sum(number for step, number in highest.items() if step < first)
    above = sum(number for step, number in lowest.items() if step > last)
    return sum(lowest.values()) - below - above
