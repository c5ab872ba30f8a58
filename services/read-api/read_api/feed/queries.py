"""What changed in the public catalog after a place, each with what it is now."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Select, Table, select, tuple_

from read_api.feed.place import Place
from read_api.shop.queries import KEYS, shop_settings
from read_api.views import PRODUCT_FIELDS, category, change, history, product, revision_log
from revision_cache.token import Token

SETTINGS = "settings"
"""All settings are one thing on the wire: its entity, and its id."""

_NOT_OF_CATEGORY = {"parent_id", "revision_nonce"}

Thing = tuple[str, str]
"""Entity and id."""


class NotYet(Exception):
    """The snapshot is older than the place."""


class Purged(Exception):
    """Changes after the place are no longer known."""


class Lost(Exception):
    """The place is in another history."""


class Page(NamedTuple):
    """Changes, the place after them, and whether there are more."""

    items: list[dict[str, Any]]
    next: Place
    more: bool


def confirm(connection: Connection, current: Token, after: Place) -> None:
    """Raise NotYet, Purged or Lost unless all changes after the place are known."""
    if after.number > current.number:
        raise NotYet
    if after.number < (connection.scalar(select(history.c.oldest)) or 0):
        raise Purged
    if after.token not in {None, current} and _nonce(connection, after.number) != after.nonce:
        raise Lost


def page(connection: Connection, current: Token, after: Place, limit: int) -> Page:
    """Each thing stands at the last of its changes on the page, and is as it is now."""
    rows = connection.execute(_changes(after, limit + 1)).all()
    told = rows[:limit]
    if len(rows) <= limit:
        return Page(_items(connection, told), Place.behind(current), more=False)
    following = replace(_place(connection, told[-1], rows[-1]), seen=current)
    return Page(_items(connection, told), following, more=True)


def every_product() -> Select[Any]:
    """All products, by their ids, which an index has in order: nothing is sorted before the first comes."""
    return select(*_fields(product)).order_by(product.c.id)


def every_category() -> Select[Any]:
    return select(*_fields(category)).order_by(category.c.position, category.c.id)


def settings(connection: Connection) -> dict[str, Any]:
    """The shop's settings, as GET answers them."""
    values, token = shop_settings(connection)
    return {**values, "revision": token.number}


def _changes(after: Place, limit: int) -> Select[int, str, str]:
    key = tuple_(change.c.revision, change.c.entity, change.c.id)
    is_shown = (change.c.entity != "setting") | change.c.id.in_(KEYS)
    return (
        select(change.c.revision, change.c.entity, change.c.id)
        .where(key > tuple_(*after.key), is_shown)
        .order_by(change.c.revision, change.c.entity, change.c.id)
        .limit(limit)
    )


def _place(connection: Connection, last: Row[int, str, str], following: Row[int, str, str]) -> Place:
    """The place between two changes."""
    nonce = _nonce(connection, last.revision)
    if last.revision < following.revision:
        return Place(last.revision, nonce)
    return Place(last.revision, nonce, last.entity, last.id)


def _nonce(connection: Connection, number: int) -> str | None:
    return connection.scalar(select(revision_log.c.nonce).where(revision_log.c.number == number))


def _items(connection: Connection, rows: Iterable[Row[int, str, str]]) -> list[dict[str, Any]]:
    last: dict[Thing, int] = {}
    for revision, entity, id_ in rows:
        thing = (SETTINGS, SETTINGS) if entity == "setting" else (entity, id_)
        last.pop(thing, None)
        last[thing] = revision
    values = _values(connection, last)
    return [_item(revision, thing, values.get(thing)) for thing, revision in last.items()]


def _item(revision: int, thing: Thing, value: dict[str, Any] | None) -> dict[str, Any]:
    entity, id_ = thing
    action = "delete" if value is None else "upsert"
    return {"revision": revision, "entity": entity, "id": id_, "action": action, "value": value}


def _values(connection: Connection, things: Iterable[Thing]) -> dict[Thing, dict[str, Any]]:
    """What those of them that are public are now."""
    ids: dict[str, list[str]] = {"product": [], "category": [], SETTINGS: []}
    for entity, id_ in things:
        ids[entity].append(id_)
    values: dict[Thing, dict[str, Any]] = {}
    for entity, view in (("product", product), ("category", category)):
        if ids[entity]:
            found = connection.execute(select(*_fields(view)).where(view.c.id.in_(ids[entity]))).mappings()
            values |= {(entity, row["id"]): dict(row) for row in found}
    if ids[SETTINGS]:
        values[SETTINGS, SETTINGS] = settings(connection)
    return values


def _fields(view: Table) -> list[Any]:
    """The columns that go over the wire, in their order."""
    if view is product:
        return [view.c[name] for name in PRODUCT_FIELDS]
    return [column for column in view.c if column.name not in _NOT_OF_CATEGORY]
