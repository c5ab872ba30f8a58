"""Counts what products could be narrowed by, as the read API answers it."""

from collections import Counter
from typing import Any

from tests.services.frontend.goods import money


def facets_of(products: list[dict[str, Any]]) -> dict[str, Any]:
    categories = Counter(tuple(one["category"].values()) for one in products if one["category"])
    available = sum(one["available"] for one in products)
    return {
        "category": [
            {"slug": slug, "title": title, "count": count}
            for (slug, title), count in categories.most_common()
        ],
        "tag": _counted(Counter(tag for one in products for tag in one["tags"])),
        "option": [
            {"name": name, "values": _counted(counter)}
            for name, counter in sorted(_options(products).items())
        ],
        "availability": {"in_stock": available, "out_of_stock": len(products) - available},
        "price": _prices(products),
    }


def _counted(counter: Counter[str]) -> list[dict[str, Any]]:
    return [{"value": value, "count": count} for value, count in counter.most_common()]


def _options(products: list[dict[str, Any]]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for product in products:
        values = {pair for variant in product["variants"] for pair in variant["options"].items()}
        for name, value in values:
            found.setdefault(name, Counter())[value] += 1
    return found


def _prices(products: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Two ranges: below and from 40."""
    amounts = [float(one["price_range"]["min"]["amount"]) for one in products]
    if not amounts:
        return None
    low, high = (f"{edge:.2f}" for edge in (min(amounts), max(amounts)))
    ranges = [("0.00", "39.99"), ("40.00", "9999.99")]
    return {
        "min": money(low),
        "max": money(high),
        "ranges": [
            {"min": money(first), "max": money(last), "count": count}
            for first, last in ranges
            if (count := sum(float(first) <= amount <= float(last) for amount in amounts))
        ],
    }
