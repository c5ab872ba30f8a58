"""Counts a selection by its facets: from what the database keeps, else from its short rows, read once."""

from collections.abc import Iterator
from typing import Any, NamedTuple, Protocol

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Integer,
    Select,
    Text,
    cast,
    func,
    literal,
    select,
    union_all,
)

from read_api.products.selections import ALL, Selection
from read_api.shop.queries import Currency
from read_api.views import facet_count

MOST_TAGS = 50
LOWEST, HIGHEST = -1000, -2000
"""Less n, in place of a facet's id: products whose lowest, whose highest price is in the step n."""


class Count(NamedTuple):
    """How many products have something: `kind` says what, `name` and `value` which."""

    kind: str
    name: str
    value: str | None
    products: int


class _Source(Protocol):
    """Selects of a value and how many products have it, labelled `value` and `count`."""

    def categories(self) -> Select[Any]: ...
    def availability(self) -> Select[Any]: ...
    def facets(self) -> Select[Any]: ...
    def lowest(self) -> Select[Any]: ...
    def highest(self) -> Select[Any]: ...
    def bounds(self) -> Any: ...


def count(
    connection: Connection,
    selection: Selection,
    wanted: frozenset[str],
    categories: list[str],
    currency: Currency,
) -> list[Count]:
    """The counts of what is wanted; `categories` are the ids of all that there are."""
    source: _Source = (
        _Kept(selection, categories, currency) if selection.is_counted else _Fresh(selection, currency)
    )
    parts = [part for name in sorted(wanted) for part in _parts(selection, source, name)]
    return [Count(*row) for row in connection.execute(union_all(*parts))]


def _parts(selection: Selection, source: _Source, wanted: str) -> Iterator[Select[Any]]:
    if wanted == "category":
        yield _part(source.categories(), "category")
    elif wanted == "availability":
        yield _part(source.availability(), "availability")
    elif wanted == "price":
        yield _part(source.lowest(), "lowest")
        yield _part(source.highest(), "highest")
        bounds = source.bounds()
        for kind in ("min", "max"):
            yield _row(kind, literal(""), cast(bounds.c[kind], Text), literal(0, BigInteger)).select_from(
                bounds
            )
    else:
        yield _named(selection, source, wanted, MOST_TAGS if wanted == "tag" else None)


def _row(kind: str, name: Any, value: Any, number: Any) -> Select[Any]:
    return select(
        literal(kind).label("kind"), name.label("name"), value.label("value"), cast(number, BigInteger)
    )


def _part(counted: Select[Any], kind: str) -> Select[Any]:
    rows = counted.subquery()
    return _row(kind, literal(""), cast(rows.c.value, Text), rows.c["count"])


def _named(selection: Selection, source: _Source, kind: str, at_most: int | None) -> Select[Any]:
    """Tags or options by their names: the most frequent, when there is a bound."""
    counted, facet = source.facets().subquery(), selection.shelf.facet
    rows = (
        select(facet.c.name, facet.c.value, counted.c["count"])
        .join(counted, counted.c.value == facet.c.id)
        .where(facet.c.kind == kind)
        .order_by(counted.c["count"].desc(), facet.c.value, facet.c.name)
        .limit(at_most)
        .subquery()
    )
    return _row(kind, rows.c.name, rows.c.value, rows.c["count"])


class _Kept:
    """The counts of the whole shop, or of a category and those below it, in stock or not."""

    def __init__(self, selection: Selection, categories: list[str], currency: Currency) -> None:
        self._selection, self._currency = selection, currency
        self._categories = categories if selection.categories is None else selection.categories

    def categories(self) -> Select[Any]:
        own = facet_count.c.category_id.in_(self._categories)
        return self._sum(
            facet_count.c.category_id, facet_count.c.facet == ALL, own, *self._selection.counted[1:]
        )

    def availability(self) -> Select[Any]:
        return self._sum(facet_count.c.available, facet_count.c.facet == ALL, *self._selection.counted)

    def facets(self) -> Select[Any]:
        return self._sum(facet_count.c.facet, facet_count.c.facet > ALL, *self._selection.counted)

    def lowest(self) -> Select[Any]:
        return self._steps(LOWEST)

    def highest(self) -> Select[Any]:
        return self._steps(HIGHEST)

    def bounds(self) -> Any:
        return _bounds(self._selection, self._currency)

    def _steps(self, first: int) -> Select[Any]:
        within = facet_count.c.facet.between(first - 999, first)
        here = facet_count.c.currency == self._currency.code
        return self._sum(first - facet_count.c.facet, within, here, *self._selection.counted)

    def _sum(self, value: ColumnElement[Any], *conditions: ColumnElement[bool]) -> Select[Any]:
        total = func.sum(facet_count.c.products)
        return select(value.label("value"), total.label("count")).where(*conditions).group_by(value)


class _Fresh:
    """The selection's rows, which one statement reads once however many facets it counts."""

    def __init__(self, selection: Selection, currency: Currency) -> None:
        row = selection.shelf.listing.c
        columns = (row.category_id, row.available, row.facets, row.price_min, row.price_max, row.currency)
        self._rows = select(*columns).where(*selection.found).cte("chosen").prefix_with("materialized")
        self._in_currency = self._rows.c.currency == currency.code

    def categories(self) -> Select[Any]:
        return self._count(self._rows.c.category_id)

    def availability(self) -> Select[Any]:
        return self._count(self._rows.c.available)

    def facets(self) -> Select[Any]:
        return self._count(func.unnest(self._rows.c.facets, type_=Integer))

    def lowest(self) -> Select[Any]:
        return self._count(func.published.price_step(self._rows.c.price_min)).where(self._in_currency)

    def highest(self) -> Select[Any]:
        return self._count(func.published.price_step(self._rows.c.price_max)).where(self._in_currency)

    def bounds(self) -> Any:
        prices = self._rows.c
        query = select(func.min(prices.price_min).label("min"), func.max(prices.price_max).label("max"))
        return query.where(self._in_currency).subquery()

    def _count(self, value: ColumnElement[Any]) -> Select[Any]:
        rows = select(value.label("value"), func.count().label("count")).select_from(self._rows)
        return rows.group_by(value)


def _bounds(selection: Selection, currency: Currency) -> Any:
    """The lowest and the highest price: the ends of two indexes, unless a few rows are faster."""
    row = selection.shelf.listing.c
    rows = select(row.price_min, row.price_max).where(*selection.found, row.currency == currency.code)
    prices = (rows.offset(0) if selection.is_few else rows).subquery().c
    lowest = select(prices.price_min).order_by(prices.price_min).limit(1).scalar_subquery()
    highest = select(prices.price_max).order_by(prices.price_max.desc()).limit(1).scalar_subquery()
    return select(lowest.label("min"), highest.label("max")).subquery()
