"""In what order products are listed, and from which rows it is read. Every order ends in a unique column."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, Tuple, case, cast, literal, select, tuple_

from read_api.products.filters import Condition
from read_api.products.listing import Sort
from read_api.products.selections import RANKED, Match, Selection, whole_words
from read_api.search.correction import Understanding

KEYS = {
    "position": "position",
    "title": "title_key",
    "price": "price_min",
    "created": "created_at",
    "updated": "updated_at",
}
"""The product's column of each order."""


FEW = 5000
"""So many products are sorted at once; of more, an index is walked until a page is full."""

FEW_SHORT = 30_000
"""The same of what a search, tags, options or prices leave, if its short rows have the key of the order."""

NEAR = 2500
"""So many products after a place are looked through for what a search finds, before all of it is sorted."""


class NoSuchPlace(ValueError):
    """The cursor's key is none of this order: it was not made here."""


@dataclass(frozen=True)
class Rows:
    """Rows to take a page from, with the columns that sort them, all upwards or all downwards.

    The rows have an `id`, or a `number` alone.
    """

    rows: Select[Any]
    columns: tuple[ColumnElement[Any], ...]
    is_descending: bool

    @property
    def backwards(self) -> "Rows":
        return replace(self, is_descending=not self.is_descending)

    def by(self, columns: Sequence[ColumnElement[Any]]) -> list[ColumnElement[Any]]:
        """The columns in the order's direction, for ORDER BY."""
        return [column.desc() if self.is_descending else column.asc() for column in columns]

    def beyond(self, place: list[str]) -> Condition:
        """That a row comes after the place, which is the texts of another row's columns."""
        if len(self.columns) != len(place):
            raise NoSuchPlace
        here, there = tuple_(*self.columns), self._there(place)
        return here < there if self.is_descending else here > there

    def not_before(self, place: list[str]) -> Condition:
        """That a row is at the place or after it, as far as these columns, the first of the place's, tell."""
        here, there = tuple_(*self.columns), self._there(place)
        return here <= there if self.is_descending else here >= there

    def _there(self, place: list[str]) -> Tuple:
        pairs = zip(place, self.columns, strict=False)
        return tuple_(*(cast(literal(text, Text), column.type) for text, column in pairs))


def sorted_whole(selection: Selection, sort: Sort, after: list[str] | None = None) -> Rows:
    """All products that are meant are looked at, but for short rows before the place."""
    if selection.search is not None and sort.key == "relevance":
        return _by_relevance(selection, selection.search, sort)
    if selection.is_indexed:
        return _sorted_first(_of_products(selection, sort), sort)
    if has_short_key(selection, sort):
        return _of_short_rows(selection, sort, after)
    return _sorted_first(_with_products(selection, KEYS[sort.key]), sort)


def has_short_key(selection: Selection, sort: Sort) -> bool:
    """Whether what is meant can be put in this order by its short rows alone."""
    return KEYS[sort.key] in selection.shelf.listed.c


def few(selection: Selection, sort: Sort) -> int:
    """How many products are few enough to be sorted whole."""
    if sort.key == "relevance":
        return RANKED
    return FEW_SHORT if has_short_key(selection, sort) and not selection.is_of_products else FEW


def walked(selection: Selection, sort: Sort) -> Rows:
    """Many products: an index of theirs is walked in the order asked for."""
    product, listed = selection.shelf.product.c, selection.shelf.listed
    if selection.is_of_products:
        rows = _of_products(selection, sort)
    else:
        met = selection.narrowing.of_listed(listed.c)
        if selection.search is not None:
            met.append(listed.c.words.bool_op("@@")(selection.search.query))
        rows = _in_order(selection, sort).join(listed, listed.c.id == product.id).where(*met)
    return Rows(rows, (product[KEYS[sort.key]], product.id), sort.is_reversed)


def near(selection: Selection, search: Understanding, sort: Sort, after: list[str] | None) -> Rows:
    """What a search finds among the first products after the place, by the words of each."""
    product, listed = selection.shelf.product.c, selection.shelf.listed
    every = Rows(_in_order(selection, sort), (product[KEYS[sort.key]], product.id), sort.is_reversed)
    first = every.rows if after is None else every.rows.where(every.beyond(after))
    looked_at = first.order_by(*every.by(every.columns)).limit(NEAR).subquery("near").c
    met = selection.narrowing.of_listed(listed.c)
    met.append(listed.c.search.bool_op("@@")(search.query))
    rows = select(looked_at.id).where(listed.c.id == looked_at.id, *met)
    return Rows(rows, (looked_at.key, looked_at.id), sort.is_reversed)


def within_level(selection: Selection, match: Match, sort: Sort) -> Rows:
    """Products that a search fits equally well: short titles first, then as the shop has them."""
    found = selection.found("number", "title_length", "position", match=match).subquery("level")
    return Rows(select(found), (found.c.title_length, found.c.position, found.c.number), sort.is_reversed)


def _of_products(selection: Selection, sort: Sort) -> Select[Any]:
    return _in_order(selection, sort).where(*selection.narrowing.of_product(selection.shelf.product.c))


def _in_order(selection: Selection, sort: Sort) -> Select[Any]:
    product = selection.shelf.product.c
    key = product[KEYS[sort.key]]
    return select(product.id, key.label("key")).where(key.is_not(None))


def _sorted_first(rows: Select[Any], sort: Sort) -> Rows:
    """OFFSET keeps the planner from walking an index through the whole shop in search of these few."""
    first = rows.offset(0).subquery("first")
    return Rows(select(first), (first.c.key, first.c.id), sort.is_reversed)


def _of_short_rows(selection: Selection, sort: Sort, after: list[str] | None) -> Rows:
    """Ids are looked up from the first after the place on, for a page alone."""
    name = KEYS[sort.key]
    short = selection if name in selection.table.c else selection.of_short_rows()
    found = short.found("number", name).subquery("found_few")
    every = Rows(select(found), (found.c[name],), sort.is_reversed)
    rows = every.rows.where(found.c[name].is_not(None)).order_by(*every.by(every.columns))
    if after is not None:
        rows = rows.where(every.not_before(after))
    first, row = rows.offset(0).subquery("first").c, short.table.c
    with_ids = select(row.id).where(row.number == first.number)
    return Rows(with_ids, (first[name], row.id), sort.is_reversed)


def _with_products(selection: Selection, name: str) -> Select[Any]:
    """Few products, found by their short rows, whose own rows have the key."""
    found = selection.found("number").offset(0).subquery("found_few")
    product, row = selection.shelf.product, selection.table.c
    key = product.c[name]
    rows = select(row.id, key.label("key")).where(row.number == found.c.number, product.c.id == row.id)
    return rows.where(key.is_not(None))


def _by_relevance(selection: Selection, search: Understanding, sort: Sort) -> Rows:
    """Few products in the order of the levels, which is computed of each."""
    table = selection.table
    found = selection.found("number").offset(0).subquery("found_few")
    row = table.c
    whole, begun = (row.title.bool_op("@@")(query) for query in (whole_words(search), search.query))
    level = case((whole, 0), (begun, 1), else_=2)
    rows = select(row.id, level.label("level"), row.title_length, row.position, row.number)
    ranked = rows.join_from(found, table, row.number == found.c.number).offset(0).subquery("ranked").c
    columns = (ranked.level, ranked.title_length, ranked.position, ranked.number)
    return Rows(select(ranked.id, *columns), columns, sort.is_reversed)
