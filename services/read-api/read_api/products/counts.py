"""Counts a selection by its facets: from what the database keeps, else from its short rows, read once."""

from collections.abc import Iterator
from typing import Any, NamedTuple, Protocol

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Connection,
    Integer,
    Select,
    Text,
    case,
    cast,
    func,
    literal,
    select,
    tuple_,
    union_all,
)

from read_api.products.selections import ALL, Selection
from read_api.shop.queries import Currency
from read_api.views import category_number, facet_count

MOST_TAGS = 50
ROWS_IN_MEMORY = "32MB"
"""For the rest of the transaction: some 400,000 short rows are counted without being put down on disk."""
LOWEST, HIGHEST = -1000, -2000
"""Less n, in place of a facet's id: products whose lowest, whose highest price is in the step n."""


CATEGORY, AVAILABLE, PRICE_MIN, PRICE_MAX = 0b0111, 0b1011, 0b1101, 0b1110
"""What PostgreSQL's grouping() says of counts by each of these: a bit for each that a count is not of."""


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
    if not selection.is_counted:
        connection.execute(select(func.set_config("work_mem", ROWS_IN_MEMORY, True)))
    # What is in stock and what is not add up to the total.
    parts = [part for name in sorted(wanted | {"availability"}) for part in _parts(selection, source, name)]
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
        within = selection.narrowing.categories
        self._categories = categories if within is None else within.ids

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
        found = selection.of_short_rows().found(
            "category", "available", "facets", "price_min", "price_max", "currency"
        )
        row = found.subquery("found").c
        in_currency = row.currency == func.published.currency_number(currency.code)
        prices = (case((in_currency, row[name])).label(name) for name in ("price_min", "price_max"))
        chosen = select(row.category, row.available, row.facets, *prices).cte("chosen")
        chosen = chosen.prefix_with("materialized")
        self._facets = _facets_of(chosen)
        self._sets = _sets_of(chosen)

    def categories(self) -> Select[Any]:
        query = select(category_number.c.id.label("value"), self._sets.c.count)
        is_its = category_number.c.number == self._sets.c.category
        return query.join_from(self._sets, category_number, is_its).where(self._sets.c.kind == CATEGORY)

    def availability(self) -> Select[Any]:
        return self._of(AVAILABLE, self._sets.c.available)

    def facets(self) -> Select[Any]:
        return select(self._facets)

    def lowest(self) -> Select[Any]:
        return self._steps(PRICE_MIN, self._sets.c.price_min)

    def highest(self) -> Select[Any]:
        return self._steps(PRICE_MAX, self._sets.c.price_max)

    def bounds(self) -> Any:
        prices = self._sets.c
        query = select(func.min(prices.price_min).label("min"), func.max(prices.price_max).label("max"))
        return query.subquery()

    def _of(self, kind: int, value: ColumnElement[Any]) -> Select[Any]:
        return select(value.label("value"), self._sets.c.count).where(self._sets.c.kind == kind)

    def _steps(self, kind: int, price: ColumnElement[Any]) -> Select[Any]:
        """A step for each price that there is, not for each product."""
        step = func.published.price_step(price)
        query = select(step.label("value"), func.sum(self._sets.c.count).label("count"))
        return query.where(self._sets.c.kind == kind, price.is_not(None)).group_by(step)


def _sets_of(chosen: CTE) -> CTE:
    """How many rows have each category, availability and price: `kind` says which of them a count is of."""
    row = chosen.c
    columns = (row.category, row.available, row.price_min, row.price_max)
    kind = func.grouping(*columns).label("kind")
    query = select(kind, *columns, func.count().label("count"))
    return query.group_by(func.grouping_sets(*map(tuple_, columns))).cte("sets")


def _facets_of(chosen: CTE) -> CTE:
    """How many rows have each facet."""
    every = select(func.unnest(chosen.c.facets, type_=Integer).label("value")).subquery("every")
    return select(every.c.value, func.count().label("count")).group_by(every.c.value).cte("facets")


def _bounds(selection: Selection, currency: Currency) -> Any:
    """The lowest and the highest price: of the whole shop the ends of two indexes."""
    narrowing, product = selection.narrowing, selection.shelf.product.c
    if narrowing.categories is not None:
        row = selection.shelf.listed.c
        query = select(func.min(row.price_min).label("min"), func.max(row.price_max).label("max"))
        in_currency = row.currency == func.published.currency_number(currency.code)
        return query.where(*narrowing.of_listed(row), in_currency).subquery()
    rows = select(product.id).where(*narrowing.of_product(product), product.currency == currency.code)
    lowest, highest = product.price_min, product.price_max
    first = rows.with_only_columns(lowest).where(lowest.is_not(None)).order_by(lowest).limit(1)
    last = rows.with_only_columns(highest).where(highest.is_not(None)).order_by(highest.desc()).limit(1)
    return select(first.scalar_subquery().label("min"), last.scalar_subquery().label("max")).subquery()
