"""Keeps what an undo would remove, and what something that stays still needs."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from write_api.history.plan import USED, Plan

COLUMNS = {"category_id", "parent_id"}
STILL_USED = text("""
    SELECT category.id::text
      FROM catalog.category
     WHERE category.id = ANY (CAST(:categories AS uuid[]))
       AND (EXISTS (SELECT FROM catalog.category AS child
                     WHERE child.parent_id = category.id
                       AND NOT child.id = ANY (CAST(:categories AS uuid[]))
                       AND NOT child.id = ANY (CAST(:moving AS uuid[])))
            OR EXISTS (SELECT FROM catalog.product
                        WHERE product.category_id = category.id AND product.deleted_at IS NULL
                          AND NOT product.id = ANY (CAST(:leaving AS uuid[]))))
""")


def keep_used_categories(session: Session, plan: Plan) -> None:
    """Leave the categories in which something stays; with one that is left, those above it."""
    changed = [key for key, patch in plan.changed.items() if not COLUMNS.isdisjoint(patch)]
    leaving = [key for entity, key in [*plan.removed, *changed] if entity == "product"]
    moving = [key for entity, key in changed if entity == "category"]
    while categories := [key for entity, key in plan.removed if entity == "category"]:
        asked = {"categories": categories, "leaving": leaving, "moving": moving}
        used = set(session.scalars(STILL_USED, asked))
        if not used:
            return
        plan.removed = [each for each in plan.removed if each[0] != "category" or each[1] not in used]
        plan.left |= {f"category/{key}": USED for key in used}
