"""Finds the products of one page: those after a cursor, or those of a page's number.

The total is known beforehand and bounds the work. A small selection is sorted whole. In a large one an index
is walked in the order asked for, from whichever end is nearer. A large search is walked level by level.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, Text, cast, func, select
from sqlalchemy.exc import DataError

from read_api.products.cursors import Cursor
from read_api.products.filters import Condition
from read_api.products.listing import Listing
from read_api.products.orders import NoSuchPlace, Order, levels
from read_api.products.selections import FEW, Selection
from read_api.products.shelves import Shelf
from read_api.views import product_document

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
    skip: int = 0
    after: list[str] | None = None


def find(connection: Connection, selection: Selection, listing: Listing) -> list[Found]:
    """The products of the page, and in front of a next page one more. Raises NoSuchPlace."""
    window = _window(selection.total, listing)
    if window.take <= 0:
        return []
    try:
        if listing.sort.key == "relevance" and not selection.is_few:
            return _by_levels(connection, selection, listing, window)
        order = Order.of(selection, listing.sort)
        return _in_order(connection, selection, listing, order, selection.found, window)
    except DataError as error:
        raise NoSuchPlace from error


def _window(total: int, listing: Listing) -> Window:
    if listing.page is None:
        return Window(listing.limit + 1, after=_place(listing.after) if listing.after else None)
    skip = (listing.page - 1) * listing.limit
    return Window(min(listing.limit + 1, total - skip), skip)


def _place(cursor: Cursor) -> list[str]:
    return [*cursor.key.split(BETWEEN_KEYS), cursor.id]


def _in_order(
    connection: Connection,
    selection: Selection,
    listing: Listing,
    order: Order,
    conditions: Sequence[Condition],
    window: Window,
) -> list[Found]:
    """What the window shows of the products that meet the conditions."""
    from_end = selection.total - window.skip - window.take
    if 0 <= from_end < window.skip:
        order, window = order.backwards, Window(window.take, from_end)
        return _in_order(connection, selection, listing, order, conditions, window)[::-1]
    places = _places(selection, order, conditions, window).subquery("places")
    return _items(connection, selection.shelf, listing.fields, places, order)


def _places(
    selection: Selection, order: Order, conditions: Sequence[Condition], window: Window
) -> Select[Any]:
    """Ids and keys alone: what is shown of a product is fetched for those of the page."""
    row = selection.shelf.listing.c
    keys = [key.label(f"key_{number}") for number, key in enumerate(order.keys)]
    # No key is null. Saying so lets the planner begin with a key that is the product's own, as its title.
    rows = select(row.id, *keys).where(*conditions, *(key.is_not(None) for key in order.keys))
    columns: list[ColumnElement[Any]] = [*order.keys, row.id]
    if selection.is_few:
        # OFFSET keeps the planner from walking an index through the whole shop in search of these few.
        few = rows.offset(0).subquery("few")
        columns = [*(few.c[key.name] for key in keys), few.c.id]
        rows = select(few)
    if window.after is not None:
        rows = rows.where(order.beyond(columns, window.after))
    return rows.order_by(*order.by(*columns)).offset(window.skip).limit(window.take)


def _items(
    connection: Connection, shelf: Shelf, fields: frozenset[str] | None, places: Any, order: Order
) -> list[Found]:
    source, shown = shown_from(shelf, fields)
    columns = [places.c[f"key_{number}"] for number in range(len(order.keys))] + [places.c.id]
    query = (
        select(
            *shown, *(cast(column, Text).label(f"place_{number}") for number, column in enumerate(columns))
        )
        .join(source, source.c.id == places.c.id)
        .order_by(*order.by(*columns))
    )
    return [Found(item_of(row, shown), list(row[len(shown) :])) for row in connection.execute(query)]


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


def _by_levels(connection: Connection, selection: Selection, listing: Listing, window: Window) -> list[Found]:
    """The best first: one level after the other is looked at, until the page is full."""
    order = Order.within_level(selection.shelf, listing.sort)
    found: list[Found] = []
    skip = window.skip
    for level, fits, after in _levels_from(selection, listing, window.after):
        conditions = (*selection.conditions, fits)
        size = _size(connection, selection, conditions, None if skip else FEW + 1)
        if size > skip:
            part = replace(selection, total=size)
            rest = Window(window.take - len(found), skip, after)
            rows = _in_order(connection, part, listing, order, conditions, rest)
            found += [Found(each.item, [str(level), *each.place]) for each in rows]
        skip = max(0, skip - size)
        if len(found) == window.take:
            break
    return found


def _levels_from(
    selection: Selection, listing: Listing, after: list[str] | None
) -> Iterator[tuple[int, Condition, list[str] | None]]:
    """The levels from that of the cursor on, in the order asked for; in its own, the place to go on from."""
    numbered = list(enumerate(levels(selection)))
    if listing.sort.is_reversed:
        numbered.reverse()
    if after is None:
        yield from ((number, fits, None) for number, fits in numbered)
        return
    names = [str(number) for number, _ in numbered]
    if after[0] not in names:
        raise NoSuchPlace
    first = names.index(after[0])
    for number, fits in numbered[first:]:
        yield number, fits, after[1:] if str(number) == after[0] else None


def _size(
    connection: Connection, selection: Selection, conditions: Sequence[Condition], at_most: int | None
) -> int:
    """How many there are; with a bound, no more than that are counted."""
    rows = select(selection.shelf.listing.c.id).where(*conditions).limit(at_most).subquery()
    return int(connection.scalar(select(func.count()).select_from(rows)) or 0)
