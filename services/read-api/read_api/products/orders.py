"""In what order products are listed, and from which rows it is read. Every order ends in a unique column."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, case, cast, literal, select, tuple_

from read_api.products.filters import Condition
from read_api.products.listing import Sort
from read_api.products.selections import RANKED, Match, Selection, whole_words

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
"""The same of short rows."""


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
        pairs = zip(place, self.columns, strict=True)
        there = tuple_(*(cast(literal(text, Text), column.type) for text, column in pairs))
        return tuple_(*self.columns) < there if self.is_descending else tuple_(*self.columns) > there


def sorted_whole(selection: Selection, sort: Sort) -> Rows:
    """Few products: all of them are looked at."""
    if sort.key == "relevance":
        return _by_relevance(selection, sort)
    if selection.is_counted and sort.key == "position":
        return _sorted_first(_of_products(selection, sort), sort)
    key = KEYS[sort.key]
    short = selection if key in selection.table.c else selection.of_short_rows()
    if key in short.table.c:
        return _of_short_rows(short, key, sort)
    return _sorted_first(_with_products(selection, key), sort)


def few(selection: Selection, sort: Sort) -> int:
    """How many products are few enough to be sorted whole."""
    if sort.key == "relevance":
        return RANKED
    has_short_key = KEYS[sort.key] in selection.shelf.listed.c
    return FEW_SHORT if has_short_key and not selection.is_of_products else FEW


def walked(selection: Selection, sort: Sort) -> Rows:
    """Many products: an index of theirs is walked in the order asked for."""
    product, listed = selection.shelf.product.c, selection.shelf.listed
    if selection.is_of_products:
        rows = _of_products(selection, sort)
    else:
        met = selection.narrowing.of_listed(listed.c)
        if selection.search is not None:
            # Not by an index: the planner would look for all that the words find, taking them for rare.
            met.append(listed.c.search.bool_op("@@")(selection.search.query))
        rows = _in_order(selection, sort).join(listed, listed.c.id == product.id).where(*met)
    return Rows(rows, (product[KEYS[sort.key]], product.id), sort.is_reversed)


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


def _of_short_rows(selection: Selection, name: str, sort: Sort) -> Rows:
    """Few products, whose short rows have the key. Ids are looked up from the first on, for a page alone."""
    found = selection.found("number", name).subquery("found_few")
    key = found.c[name]
    sorted_keys = select(found).where(key.is_not(None)).order_by(key.desc() if sort.is_reversed else key)
    first, row = sorted_keys.offset(0).subquery("first").c, selection.table.c
    rows = select(row.id).where(row.number == first.number)
    return Rows(rows, (first[name], row.id), sort.is_reversed)


def _with_products(selection: Selection, name: str) -> Select[Any]:
    """Few products, found by their short rows, whose own rows have the key."""
    few = selection.found("number").offset(0).subquery("found_few")
    product, row = selection.shelf.product, selection.table.c
    key = product.c[name]
    rows = select(row.id, key.label("key")).where(row.number == few.c.number, product.c.id == row.id)
    return rows.where(key.is_not(None))


def _by_relevance(selection: Selection, sort: Sort) -> Rows:
    """Few products in the order of the levels, which is computed of each."""
    if selection.search is None:
        raise NoSuchPlace
    table = selection.table
    few = selection.found("number").offset(0).subquery("found_few")
    row = table.c
    whole, begun = (
        row.title.bool_op("@@")(query) for query in (whole_words(selection.search), selection.search.query)
    )
    level = case((whole, 0), (begun, 1), else_=2)
    rows = select(row.id, level.label("level"), row.title_length, row.position, row.number)
    ranked = rows.join_from(few, table, row.number == few.c.number).offset(0).subquery("ranked").c
    columns = (ranked.level, ranked.title_length, ranked.position, ranked.number)
    return Rows(select(ranked.id, *columns), columns, sort.is_reversed)
