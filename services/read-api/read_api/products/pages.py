"""Finds the products of one page: those after a cursor, or those of a page's number.

The total is known beforehand and bounds the work. A small selection is sorted whole. In a large one an index
is walked in the order asked for, from whichever end is nearer. A large search is looked through by levels.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, FromClause, Row, Table, Text, cast, func, select
from sqlalchemy.exc import DataError

from read_api.products.cursors import Cursor
from read_api.products.listing import Listing, Sort
from read_api.products.orders import (
    NoSuchPlace,
    Rows,
    few,
    has_short_key,
    near,
    sorted_whole,
    walked,
    within_level,
)
from read_api.products.selections import Match, Selection, levels
from read_api.products.shelves import Shelf
from read_api.search.correction import Understanding
from read_api.views import position_count, product_document

BETWEEN_KEYS = "\n"
"""In a cursor: no key has a line end."""


class Found(NamedTuple):
    """A product as it goes over the wire, and its place in the order: the texts of its keys and id."""

    item: Any
    place: list[str]


@dataclass(frozen=True)
class Window:
    """So many products after a place, or after so many others."""

    take: int
    skip: Any = 0
    after: list[str] | None = None


STEP = 22
"""The database counts the shop's products by their position, less so many bits."""


def find(connection: Connection, selection: Selection, listing: Listing, total: int) -> list[Found]:
    """The products of the page, and in front of a next page one more. Raises NoSuchPlace for its cursor."""
    window = _window(total, listing)
    if window.take <= 0:
        return []
    page, search = _Page(connection, selection, listing.sort, listing.fields), selection.search
    try:
        if total <= few(selection, listing.sort):
            return page.whole(window)
        if search is None:
            return page.walk(total, window)
        if listing.sort.key == "relevance":
            return page.by_levels(search, window)
        return page.near_first(search, total, window)
    except DataError as error:
        if listing.after is None:
            raise
        raise NoSuchPlace from error


def _window(total: int, listing: Listing) -> Window:
    if listing.page is None:
        return Window(listing.limit + 1, after=_place(listing.after) if listing.after else None)
    skip = (listing.page - 1) * listing.limit
    return Window(min(listing.limit + 1, total - skip), skip)


def _place(cursor: Cursor) -> list[str]:
    return [*cursor.key.split(BETWEEN_KEYS), cursor.id]


@dataclass(frozen=True)
class _Page:
    """Reads rows of a selection in an order, and what is to be shown of their products."""

    connection: Connection
    selection: Selection
    sort: Sort
    fields: frozenset[str] | None

    def read(self, rows: Rows, window: Window) -> list[Found]:
        """What the window shows of the rows."""
        columns = [column.label(f"place_{number}") for number, column in enumerate(rows.columns)]
        query = rows.rows.add_columns(*columns)
        if window.after is not None:
            query = query.where(rows.beyond(window.after))
        query = query.order_by(*rows.by(rows.columns)).offset(window.skip).limit(window.take)
        places = query.subquery("places")
        return self._items(places, rows.by([places.c[column.name] for column in columns]))

    def _items(self, places: FromClause, order: list[ColumnElement[Any]]) -> list[Found]:
        """What is shown of a product is fetched for those of the page alone."""
        source, shown = shown_from(self.selection.shelf, self.fields)
        named, row_id = places, places.c.get("id")
        if row_id is None:
            table = self.selection.table
            named, row_id = places.join(table, table.c.number == places.c.number), table.c.id
        place = [cast(column, Text) for column in places.c if column.name.startswith("place_")]
        query = select(*shown, *place).select_from(named).join(source, source.c.id == row_id).order_by(*order)
        found = self.connection.execute(query)
        return [Found(item_of(row, shown), list(row[len(shown) :])) for row in found]

    def whole(self, window: Window) -> list[Found]:
        """All that is meant is put in order."""
        return self.read(sorted_whole(self.selection, self.sort, window.after), window)

    def near_first(self, search: Understanding, total: int, window: Window) -> list[Found]:
        """What is found often is mostly near. If it lies together elsewhere, all of it is looked at."""
        if not window.skip:
            found = self.read(near(self.selection, search, self.sort, window.after), window)
            if len(found) == window.take:
                return found
        return self.whole(window) if has_short_key(self.selection, self.sort) else self.walk(total, window)

    def walk(self, total: int, window: Window) -> list[Found]:
        """From whichever end is nearer; in the whole shop from a place that is known to be near."""
        rows = walked(self.selection, self.sort)
        if not window.skip:
            return self.read(rows, window)
        has_steps = self.selection.is_whole_shop and self.sort.key == "position"
        from_end = total - window.skip - window.take
        is_reversed = rows.is_descending if has_steps else from_end < window.skip
        if is_reversed:
            rows, window = rows.backwards, Window(window.take, from_end)
        found = self.read(*(self._from_step(rows, window) if has_steps else (rows, window)))
        return found[::-1] if is_reversed else found

    def _from_step(self, rows: Rows, window: Window) -> tuple[Rows, Window]:
        """Begin at the last step of positions that begins at or before the window."""
        count = position_count.c
        before = func.sum(count.products).over(order_by=count.step) - count.products
        steps = select(count.step, before.label("before")).subquery("steps").c
        nearest = select(steps.step, steps.before).where(steps.before <= window.skip)
        step = nearest.order_by(steps.step.desc()).limit(1).cte("step")
        begins_at = select(step.c.step.bitwise_lshift(STEP)).scalar_subquery()
        nearer = rows.rows.where(rows.columns[0] >= begins_at)
        skip = window.skip - select(step.c.before).scalar_subquery()
        return replace(rows, rows=nearer), Window(window.take, skip)

    def by_levels(self, search: Understanding, window: Window) -> list[Found]:
        """The best first: one level after the other is looked at, until the page is full."""
        found: list[Found] = []
        skip = window.skip
        for level, match, after in _levels_from(search, self.sort, window.after):
            size = self.selection.size(self.connection, match) if skip else None
            if size is None or size > skip:
                rest = Window(window.take - len(found), skip, after)
                rows = self.read(within_level(self.selection, match, self.sort), rest)
                found += [Found(each.item, [str(level), *each.place]) for each in rows]
            skip = max(0, skip - (size or 0))
            if len(found) == window.take:
                break
        return found


def _levels_from(
    search: Understanding, sort: Sort, after: list[str] | None
) -> Iterator[tuple[int, Match, list[str] | None]]:
    """The levels from that of the cursor on, in the order asked for; in its own, the place to go on from."""
    numbered = list(enumerate(levels(search)))
    if sort.is_reversed:
        numbered.reverse()
    if after is None:
        yield from ((number, match, None) for number, match in numbered)
        return
    names = [str(number) for number, _ in numbered]
    if after[0] not in names:
        raise NoSuchPlace
    first = names.index(after[0])
    for number, match in numbered[first:]:
        yield number, match, after[1:] if str(number) == after[0] else None


def shown_from(shelf: Shelf, fields: frozenset[str] | None) -> tuple[Table, list[ColumnElement[Any]]]:
    """The view and its columns that show the fields asked for and the id; all of them are in one piece."""
    if shelf.is_public and fields is None:
        return product_document, [product_document.c.document]
    names = [name for name in shelf.fields if fields is None or name in fields or name == "id"]
    return shelf.product, [shelf.product.c[name] for name in names]


def item_of(row: Row[Any], shown: Sequence[ColumnElement[Any]]) -> Any:
    """A product as it goes over the wire, of a row that begins with what `shown_from` gave."""
    if shown[0] is product_document.c.document:
        return row[0]
    return {str(column.name): value for column, value in zip(shown, row, strict=False)}
