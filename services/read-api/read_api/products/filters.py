"""What narrows a selection of products, as conditions on the short rows that products are chosen by."""

from decimal import Decimal
from itertools import groupby

from sqlalchemy import ColumnElement, Connection, select

from read_api.money import minor_units
from read_api.products.listing import Filters
from read_api.products.shelves import Shelf
from read_api.shop.queries import Currency, shop_currency

Condition = ColumnElement[bool]


class NotInTheCurrency(ValueError):
    """The price in `parameter` has more decimals than the shop's currency."""

    def __init__(self, parameter: str, detail: str) -> None:
        super().__init__(detail)
        self.parameter = parameter


def conditions(
    connection: Connection, shelf: Shelf, filters: Filters, categories: list[str] | None
) -> list[Condition]:
    """What a row of `shelf.listing` must meet besides the search. Raises NotInTheCurrency."""
    row = shelf.listing.c
    met = [
        *_status(shelf, filters),
        *_facets(connection, shelf, filters),
        *_prices(connection, shelf, filters),
    ]
    if filters.ids:
        met.append(row.id.in_(filters.ids))
    if filters.slugs:
        met.append(row.slug.in_(filters.slugs))
    if categories is not None:
        met.append(row.category_id.in_(categories))
    if filters.in_stock is not None:
        met.append(row.available.is_(filters.in_stock))
    return met


def _status(shelf: Shelf, filters: Filters) -> list[Condition]:
    """The public's rows are those of active products; the trash is shown to those alone who ask for it."""
    status = shelf.listing.c.status
    if shelf.is_public:
        return []
    return [status != "trashed" if filters.status is None else status == filters.status]


def _facets(connection: Connection, shelf: Shelf, filters: Filters) -> list[Condition]:
    """All of the tags, and one of the asked values of each option. What no product has is no facet: -1."""
    if not filters.tags and not filters.options:
        return []
    facet = shelf.facet.c
    values = [*filters.tags, *(value for _, value in filters.options)]
    rows = connection.execute(
        select(facet.kind, facet.name, facet.value, facet.id).where(facet.value.in_(values))
    )
    ids = {(kind, name, value): number for kind, name, value, number in rows}
    facets = shelf.listing.c.facets
    tags = [ids.get(("tag", "", tag), -1) for tag in filters.tags]
    met = [facets.contains(tags)] if tags else []
    for name, options in groupby(filters.options, key=lambda option: option[0]):
        met.append(facets.overlap([ids.get(("option", name, value), -1) for _, value in options]))
    return met


def _prices(connection: Connection, shelf: Shelf, filters: Filters) -> list[Condition]:
    if filters.min_price is None and filters.max_price is None:
        return []
    currency = shop_currency(connection)
    row = shelf.listing.c
    met: list[Condition] = [row.currency == currency.code]
    if filters.min_price is not None:
        met.append(row.price_max >= _units("min_price", filters.min_price, currency))
    if filters.max_price is not None:
        met.append(row.price_min <= _units("max_price", filters.max_price, currency))
    return met


def _units(parameter: str, amount: Decimal, currency: Currency) -> int:
    try:
        return minor_units(amount, currency.exponent)
    except ValueError as error:
        raise NotInTheCurrency(parameter, f"Is no amount in {currency.code}: it {error}.") from error
