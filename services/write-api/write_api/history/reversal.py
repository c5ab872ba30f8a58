"""Does what a plan says, for many rows of a table at once: an import is undone as fast as it was made."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from write_api.history.plan import Plan
from write_api.revisions import settle
from write_api.worker import going_on

# The names in braces are the schema's own; all that anybody ever wrote is in :rows.
CHANGE = """
    UPDATE catalog.{entity} AS kept
       SET ({columns}) = (SELECT {columns} FROM jsonb_populate_record(kept, wanted.patch))
      FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS wanted (key {type}, patch jsonb)
     WHERE kept.{key} = wanted.key
"""
RESTORE = """
    INSERT INTO catalog.{entity} ({key}, {given}{columns})
    SELECT {key}, {given}{columns}
      FROM jsonb_populate_recordset(null::catalog.{entity}, CAST(:rows AS jsonb))
"""
REMOVE = """
    DELETE FROM catalog.{entity} AS kept
     USING jsonb_array_elements_text(CAST(:rows AS jsonb)) AS unwanted (key)
     WHERE kept.{key} = CAST(unwanted.key AS {type})
"""
TRASH = """
    UPDATE catalog.product AS kept
       SET deleted_at = now()
      FROM jsonb_array_elements_text(CAST(:rows AS jsonb)) AS unwanted (key)
     WHERE kept.id = CAST(unwanted.key AS uuid) AND kept.deleted_at IS NULL
"""
# A product in the trash keeps no category that goes: another undo gives it back.
EMPTY = """
    UPDATE catalog.product AS kept
       SET category_id = NULL
      FROM jsonb_array_elements_text(CAST(:rows AS jsonb)) AS unwanted (key)
     WHERE kept.category_id = CAST(unwanted.key AS uuid) AND kept.deleted_at IS NOT NULL
"""
AT_ONCE = 500
"""Rows of a statement: no statement of an undo takes as long as a statement may."""

COLUMNS = text("SELECT catalog.own_columns(:entity)")


@dataclass(frozen=True)
class Kind:
    """A table, its key, and what a row must be given, beside what people write, to be there again."""

    entity: str
    key: str = "id"
    type: str = "uuid"
    given: str = ""


CATEGORY, PRODUCT = Kind("category"), Kind("product")
VARIANT, IMAGE = Kind("variant", given="product_id, "), Kind("product_media", given="product_id, ")
SETTING = Kind("setting", key="key", type="text")


def reverse(session: Session, plan: Plan) -> None:
    """Reverse what the plan names. What others refer to comes first, and goes last."""
    for kind in (SETTING, CATEGORY):
        _restore(session, kind, plan)
    for kind in (SETTING, CATEGORY):
        _change(session, kind, plan)
    # What goes to the trash gives its slug free for what comes back from there.
    _run(session, TRASH, PRODUCT, _removed(plan, PRODUCT))
    _change(session, PRODUCT, plan)
    for kind in (VARIANT, IMAGE):
        _run(session, REMOVE, kind, _removed(plan, kind))
        _change(session, kind, plan)
        _restore(session, kind, plan)
    _run(session, EMPTY, CATEGORY, _removed(plan, CATEGORY))
    for kind in (SETTING, CATEGORY):
        _run(session, REMOVE, kind, _removed(plan, kind))
    settle(session)


def _change(session: Session, kind: Kind, plan: Plan) -> None:
    changed = [(key, patch) for (entity, key), patch in plan.changed.items() if entity == kind.entity]
    _run(session, CHANGE, kind, [{"key": key, "patch": patch} for key, patch in changed])


def _restore(session: Session, kind: Kind, plan: Plan) -> None:
    _run(session, RESTORE, kind, [row for entity, row in plan.restored if entity == kind.entity])


def _removed(plan: Plan, kind: Kind) -> list[str]:
    return [key for entity, key in plan.removed if entity == kind.entity]


def _run(session: Session, statement: str, kind: Kind, rows: list[Any]) -> None:
    if not rows:
        return
    columns = ", ".join(session.scalars(COLUMNS, {"entity": kind.entity}).one())
    named = statement.format(
        entity=kind.entity, key=kind.key, type=kind.type, given=kind.given, columns=columns
    )
    # Of a tree a child may come before its parent: both are in one statement.
    size = AT_ONCE if kind in (PRODUCT, VARIANT, IMAGE) else len(rows)
    for first in going_on(range(0, len(rows), size)):
        session.execute(text(named), {"rows": json.dumps(rows[first : first + size])})
