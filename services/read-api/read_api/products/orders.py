"""In what order products are listed, and where in it a page begins. Every order ends in the id."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, case, cast, func, literal, not_, tuple_
from sqlalchemy.dialects.postgresql import TSQUERY

from read_api.products.filters import Condition
from read_api.products.listing import Sort
from read_api.products.selections import Selection
from read_api.products.shelves import Shelf

KEYS = {
    "position": "position",
    "title": "title_key",
    "price": "price_min",
    "created": "created_at",
    "updated": "updated_at",
}
"""The column of each order."""


class NoSuchPlace(ValueError):
    """The cursor's key is none of this order: it was not made here."""


@dataclass(frozen=True)
class Order:
    """Products by keys and then their id, all of them upwards or all of them downwards."""

    keys: tuple[ColumnElement[Any], ...]
    is_descending: bool

    @classmethod
    def of(cls, selection: Selection, sort: Sort) -> "Order":
        """The order of few products: relevance is computed of each."""
        row = selection.shelf.listing.c
        if sort.key != "relevance":
            return cls((row[KEYS[sort.key]],), sort.is_reversed)
        whole, begun, _ = levels(selection)
        level = case((whole, 0), (begun, 1), else_=2)
        return cls((level, row.title_length, row.position), sort.is_reversed)

    @classmethod
    def within_level(cls, shelf: Shelf, sort: Sort) -> "Order":
        """Of products that a search fits equally well: short titles first, then as the shop has them."""
        return cls((shelf.listing.c.title_length, shelf.listing.c.position), sort.is_reversed)

    @property
    def backwards(self) -> "Order":
        return Order(self.keys, not self.is_descending)

    def by(self, *columns: ColumnElement[Any]) -> list[ColumnElement[Any]]:
        """The columns in the order's direction, for ORDER BY."""
        return [column.desc() if self.is_descending else column.asc() for column in columns]

    def beyond(self, columns: list[ColumnElement[Any]], place: list[str]) -> Condition:
        """That a row, whose keys and id are in `columns`, comes after the place, which is their texts."""
        if len(columns) != len(place):
            raise NoSuchPlace
        there = tuple_(
            *(cast(literal(text, Text), column.type) for text, column in zip(place, columns, strict=True))
        )
        return tuple_(*columns) < there if self.is_descending else tuple_(*columns) > there


def levels(selection: Selection) -> tuple[Condition, Condition, Condition]:
    """How well a product fits a search: all words whole in its title; begun in its title; somewhere in it."""
    if selection.search is None:
        raise NoSuchPlace
    row, query = selection.shelf.listing.c, selection.search.query
    whole = row.title_words.bool_op("@@")(cast(func.replace(cast(query, Text), ":*", ""), TSQUERY))
    begun = row.title_words.bool_op("@@")(query)
    return whole, and_(begun, not_(whole)), and_(row.words.bool_op("@@")(query), not_(begun))
