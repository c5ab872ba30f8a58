"""What narrows a selection of products, as conditions on the rows of several views."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from read_api.categories.queries import Within
from read_api.money import minor_units
from read_api.products.listing import Filters
from read_api.products.shelves import Shelf
from read_api.shop.queries import Currency, shop_currency

Condition = ColumnElement[bool]

LISTED_STATUS = {"draft": "d", "active": "a", "archived": "o", "trashed": "t"}


class NotInTheCurrency(ValueError):
    """The price in `parameter` has more decimals than the shop's currency."""

    def __init__(self, parameter: str, detail: str) -> None:
        super().__init__(detail)
        self.parameter = parameter


@dataclass(frozen=True)
class Prices:
    """Ends of a range in minor units of a currency; None where it is open."""

    currency: str
    lowest: int | None
    highest: int | None


@dataclass(frozen=True)
class Narrowing:
    """Filters besides the search, looked up: categories, facets and prices are as rows have them.

    Every row must have all of `tags` and of each of `options` one. What no product has is no facet: -1.
    """

    shelf: Shelf
    filters: Filters
    categories: Within | None
    prices: Prices | None
    tags: list[int]
    options: list[list[int]]

    @property
    def is_simple(self) -> bool:
        """Whether neither facets nor prices matter, so that rows without them tell which are meant."""
        return not self.tags and not self.options and self.prices is None

    def within(self, row: Any) -> list[Condition]:
        """That a row is of the category or one below it; indexes of words know."""
        return [] if self.categories is None else [row.categories.overlap(self.categories.numbers)]

    def of_searched(self, row: Any) -> list[Condition]:
        """What a row for searches must meet, when facets and prices do not matter."""
        filters = self.filters
        met = self.within(row)
        if not self.shelf.is_public:
            status = LISTED_STATUS.get(filters.status or "")
            met.append(row.status != LISTED_STATUS["trashed"] if status is None else row.status == status)
        if filters.ids or filters.slugs:
            met.append(row.number.in_(self._named()))
        if filters.in_stock is not None:
            met.append(row.available.is_(filters.in_stock))
        return met

    def of_listed(self, row: Any) -> list[Condition]:
        """What a short row must meet."""
        met = self.of_searched(row)
        if self.tags:
            met.append(row.facets.contains(self.tags))
        met += [row.facets.overlap(values) for values in self.options]
        if self.prices is not None:
            met += [row.currency == func.published.currency_number(self.prices.currency), *self._priced(row)]
        return met

    def of_product(self, row: Any) -> list[Condition]:
        """What the product's own row must meet, when facets and prices do not matter."""
        filters = self.filters
        met: list[Condition] = []
        if not self.shelf.is_public:
            is_trashed = row.deleted_at.is_not(None)
            met.append(is_trashed if filters.status == "trashed" else ~is_trashed)
        if filters.status not in {None, "trashed"}:
            met.append(row.status == filters.status)
        if filters.ids or filters.slugs:
            met += self._names(row)
        if self.categories is not None:
            met.append(row.category_id.in_(self.categories.ids))
        if filters.in_stock is not None:
            met.append(row.available.is_(filters.in_stock))
        return met

    def _names(self, product: Any) -> list[Condition]:
        ids, slugs = self.filters.ids, self.filters.slugs
        return ([product.id.in_(ids)] if ids else []) + ([product.slug.in_(slugs)] if slugs else [])

    def _named(self) -> Any:
        listed, product = self.shelf.listed.c, self.shelf.product.c
        return select(listed.number).where(listed.id.in_(select(product.id).where(*self._names(product))))

    def _priced(self, row: Any) -> list[Condition]:
        prices = self.prices
        if prices is None:
            return []
        lowest = [] if prices.lowest is None else [row.price_max >= prices.lowest]
        return lowest + ([] if prices.highest is None else [row.price_min <= prices.highest])


def narrow(connection: Connection, shelf: Shelf, filters: Filters, categories: Within | None) -> Narrowing:
    """What a selection is narrowed by besides the search. Raises NotInTheCurrency."""
    tags, options = _facets(connection, shelf, filters)
    return Narrowing(shelf, filters, categories, _prices(connection, filters), tags, options)


def _facets(connection: Connection, shelf: Shelf, filters: Filters) -> tuple[list[int], list[list[int]]]:
    if not filters.tags and not filters.options:
        return [], []
    facet = shelf.facet.c
    values = [*filters.tags, *(value for option in filters.options for value in _after_colons(option))]
    rows = connection.execute(
        select(facet.kind, facet.name, facet.value, facet.id).where(facet.value.in_(values))
    )
    known = {(kind, f"{name}:{value}"): (name, number) for kind, name, value, number in rows}
    options: dict[str, list[int]] = {}
    for option in filters.options:
        name, number = known.get(("option", option), (option.partition(":")[0], -1))
        options.setdefault(name, []).append(number)
    return [known.get(("tag", f":{tag}"), ("", -1))[1] for tag in filters.tags], list(options.values())


def _after_colons(option: str) -> list[str]:
    """What the value may be: all after the first colon, after the second, and so on."""
    parts = option.split(":")
    return [":".join(parts[place:]) for place in range(1, len(parts))]


def _prices(connection: Connection, filters: Filters) -> Prices | None:
    if filters.min_price is None and filters.max_price is None:
        return None
    currency = shop_currency(connection)
    return Prices(
        currency.code,
        _units("min_price", filters.min_price, currency),
        _units("max_price", filters.max_price, currency),
    )


def _units(parameter: str, amount: Decimal | None, currency: Currency) -> int | None:
    if amount is None:
        return None
    try:
        return minor_units(amount, currency.exponent)
    except ValueError as error:
        raise NotInTheCurrency(parameter, f"Is no amount in {currency.code}: it {error}.") from error
