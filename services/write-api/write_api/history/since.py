"""Tells who comes too late what was changed since they looked, by whom, and when."""

from uuid import UUID

from sqlalchemy import column, func, select, table, tuple_
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session
from werkzeug.datastructures import ETags

from write_api.preconditions import NONCE_DIGITS, states_seen
from write_api.representations import Document

LOG = table(
    "revision_log", *map(column, ("number", "nonce", "at", "actor", "actor_name", "reason")), schema="staff"
)
EDIT = table("edit", *map(column, ("revision", "entity", "id", "product_id", "edit")), schema="staff")
MOST = 100
"""So many revisions are told: the newest."""


def changes_since(session: Session, seen: ETags, entity: str, key: UUID | None = None) -> list[Document]:
    """What was changed of the thing since the newest revision that the tags name, the newest change first.

    A product's variants and pictures belong to it; without a key it is all of the entity. Nothing, where the
    tags name no revision that is known.
    """
    named = tuple_(LOG.c.number, func.left(LOG.c.nonce, NONCE_DIGITS)).in_(states_seen(seen))
    known = session.scalar(select(func.max(LOG.c.number)).where(named))
    if known is None:
        return []
    of_it = EDIT.c.entity == entity
    if entity == "product":
        of_it = EDIT.c.product_id == str(key)
    elif key is not None:
        of_it &= EDIT.c.id == str(key)
    edits = func.json_agg(aggregate_order_by(EDIT.c.edit, EDIT.c.entity, EDIT.c.id)).label("edits")
    about = (LOG.c.at, LOG.c.actor, LOG.c.actor_name, LOG.c.reason)
    changes = (
        select(LOG.c.number.label("revision"), *about, edits)
        .join(EDIT, EDIT.c.revision == LOG.c.number)
        .where(LOG.c.number > known, of_it)
        .group_by(LOG.c.number, *about)
        .order_by(LOG.c.number.desc())
        .limit(MOST)
    )
    return [dict(row) for row in session.execute(changes).mappings()]
