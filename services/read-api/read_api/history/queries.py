"""Revisions as rows of the staff's views."""

from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, exists, func, or_, select, tuple_
from sqlalchemy.dialects.postgresql import aggregate_order_by

from read_api.history.views import edit, revision_log
from read_api.views import history, staff_product

LOG = revision_log.c
_ENTRY = (LOG.number.label("revision"), LOG.at, LOG.actor, LOG.actor_name, LOG.reason)

Row = dict[str, Any]


class Purged(Exception):
    """What the revision did is no longer known."""


class Page(NamedTuple):
    """Rows, and whether there are more."""

    items: list[Row]
    more: bool


def revisions(connection: Connection, before: int | None, limit: int) -> Page:
    """The newest revisions, or the newest that are older than `before`."""
    return _page(connection, _older(select(*_ENTRY), before), limit)


def of_product(connection: Connection, product_id: str, before: int | None, limit: int) -> Page | None:
    """The revisions that changed the product, its variants or its pictures; None when there never was one."""
    edits = func.json_agg(aggregate_order_by(edit.c.edit, edit.c.entity, edit.c.id)).label("edits")
    changed = select(*_ENTRY, edits).join(edit, edit.c.revision == LOG.number).group_by(*_ENTRY)
    page = _page(connection, _older(changed.where(edit.c.product_id == product_id), before), limit)
    return page if page.items or _was_there(connection, product_id) else None


def one(connection: Connection, number: int) -> Row | None:
    """The revision, without what it did. Raises Purged."""
    found = connection.execute(select(*_ENTRY).where(LOG.number == number)).mappings().one_or_none()
    if found is None and 0 < number < (connection.scalar(select(history.c.oldest)) or 0):
        raise Purged
    return dict(found) if found else None


def edits_of(connection: Connection, number: int, after: tuple[str, str] | None, limit: int) -> Page:
    """What a revision did to each thing, in the order of their entities and ids."""
    edits = select(edit.c.entity, edit.c.id, edit.c.edit).where(edit.c.revision == number)
    if after is not None:
        edits = edits.where(tuple_(edit.c.entity, edit.c.id) > tuple_(*after))
    return _page(connection, edits.order_by(edit.c.entity, edit.c.id), limit)


def _older(entries: Select[Any], before: int | None) -> Select[Any]:
    ordered = entries.order_by(LOG.number.desc())
    return ordered if before is None else ordered.where(LOG.number < before)


def _page(connection: Connection, rows: Select[Any], limit: int) -> Page:
    found = [dict(row) for row in connection.execute(rows.limit(limit + 1)).mappings()]
    return Page(found[:limit], len(found) > limit)


def _was_there(connection: Connection, product_id: str) -> bool:
    there = exists().where(staff_product.c.id == product_id)
    edited = exists().where(edit.c.product_id == product_id)
    return bool(connection.scalar(select(or_(there, edited))))
