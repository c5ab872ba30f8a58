"""Decides what a listing offers to be narrowed by: only what would leave some of its products out."""

from collections.abc import Iterator
from typing import NamedTuple

from frontend.filters import SORTS, Filters
from frontend.formats import money
from frontend.messages import gettext as _
from frontend.wire import Category, Listing, Range, Shop

MOST = 16


class Choice(NamedTuple):
    """What is chosen by following a link, and how many products that leaves."""

    words: str
    number: int
    query: str


class Group(NamedTuple):
    name: str
    choices: list[Choice]
    priced: bool = False


def groups(listing: Listing, filters: Filters, here: str = "") -> list[Group]:
    """What is not narrowed by yet, with counts. `here` is the category whose page it is."""
    found = [
        _categories(listing, filters, here),
        _availability(listing, filters),
        _prices(listing, filters),
        *_options(listing, filters),
        _tags(listing, filters),
    ]
    narrowing = [
        group._replace(choices=[one for one in group.choices if 0 < one.number < listing["total"]][:MOST])
        for group in found
    ]
    return [group for group in narrowing if group.choices or group.priced]


def _categories(listing: Listing, filters: Filters, here: str) -> Group:
    found = [] if here or filters.category else listing["facets"]["category"]
    choices = [
        Choice(each["title"], each["count"], filters.but(category=each["slug"]).query()) for each in found
    ]
    return Group(_("Kind"), choices)


def _availability(listing: Listing, filters: Filters) -> Group:
    count = 0 if filters.in_stock else listing["facets"]["availability"]["in_stock"]
    return Group(_("Availability"), [Choice(_("In stock"), count, filters.but(in_stock=True).query())])


def _prices(listing: Listing, filters: Filters) -> Group:
    prices = None if filters.min_price or filters.max_price else listing["facets"]["price"]
    choices = [
        Choice(
            between(each),
            each["count"],
            filters.but(min_price=each["min"]["amount"], max_price=each["max"]["amount"]).query(),
        )
        for each in (prices["ranges"] if prices else [])
    ]
    differ = prices is not None and prices["min"] != prices["max"]
    return Group(_("Price"), choices, priced=differ)


def between(prices: Range) -> str:
    return _("%(low)s to %(high)s", low=money(prices["min"]), high=money(prices["max"]))


def _options(listing: Listing, filters: Filters) -> Iterator[Group]:
    """Values of one option are alternatives, so that of one that is narrowed by no others are offered."""
    narrowed = {option.partition(":")[0] for option in filters.options}
    for option in listing["facets"]["option"]:
        if option["name"] not in narrowed:
            yield Group(
                option["name"],
                [
                    Choice(each["value"], each["count"], _with_option(filters, option["name"], each["value"]))
                    for each in option["values"]
                ],
            )


def _with_option(filters: Filters, name: str, value: str) -> str:
    return filters.but(options=(*filters.options, f"{name}:{value}")).query()


def _tags(listing: Listing, filters: Filters) -> Group:
    choices = [
        Choice(each["value"], each["count"], filters.but(tags=(*filters.tags, each["value"])).query())
        for each in listing["facets"]["tag"]
        if each["value"] not in filters.tags
    ]
    return Group(_("Tag"), choices)


def chips(filters: Filters, categories: list[Category], shop: Shop) -> Iterator[tuple[str, str]]:
    """Each narrowing in words, with the query that takes it away."""
    titles = {category["slug"]: category["title"] for category in categories}
    if filters.category:
        yield titles.get(filters.category, filters.category), filters.but(category="").query()
    for tag in filters.tags:
        yield tag, filters.but(tags=tuple(other for other in filters.tags if other != tag)).query()
    for option in filters.options:
        rest = tuple(other for other in filters.options if other != option)
        yield option.replace(":", ": ", 1), filters.but(options=rest).query()
    if filters.in_stock:
        yield _("In stock"), filters.but(in_stock=False).query()
    low, high = (
        money({"amount": amount, "currency": shop["currency"]}) if amount else ""
        for amount in (filters.min_price, filters.max_price)
    )
    if low:
        yield _("From %(price)s", price=low), filters.but(min_price="").query()
    if high:
        yield _("Up to %(price)s", price=high), filters.but(max_price="").query()


def orders(filters: Filters) -> Group:
    """The orders to choose from, in words; the numbers say nothing."""
    words = {
        "": _("Best match") if filters.q else _("Featured"),
        "-created": _("Newest first"),
        "price": _("Price, low to high"),
        "-price": _("Price, high to low"),
        "title": _("Name, A to Z"),
    }
    return Group(
        words[filters.sort], [Choice(words[sort], 0, filters.but(sort=sort).query()) for sort in SORTS]
    )
