"""Undoes a revision by a new one with the inverse."""

from uuid import UUID

from sqlalchemy import column, select, table
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from write_api.categories.models import Category
from write_api.constraints import refusal_of
from write_api.history.keeping import keep_used_categories
from write_api.history.options import keep_options_together
from write_api.history.plan import (
    CURRENCY,
    IN_USE,
    Plan,
    Touched,
    categories_named,
    leave_homeless,
    plan_undo,
)
from write_api.history.reversal import reverse
from write_api.products.models import Product
from write_api.refusals import CannotUndo, NoSuchRevision, NothingToUndo, RevisionPurged, Unacceptable
from write_api.revisions import say, take_revision

UNDOING = table("undoing", *map(column, ("revision", *Touched._fields)), schema="staff")
HISTORY = table("history", column("oldest"), schema="published")


def undo_revision(session: Session, number: int, force: frozenset[str]) -> Plan:
    """Undo what was not changed since, or is named by `force`; returns what was done, and what was left.

    Raises NoSuchRevision, RevisionPurged, NothingToUndo, CannotUndo, and what the constraints refuse by name.
    """
    say(session, f"undo revision {number}")
    if not 0 < number < take_revision(session):
        raise NoSuchRevision
    if number < (session.scalar(select(HISTORY.c.oldest)) or 0):
        raise RevisionPurged
    rows = _touched(session, number)
    plan = plan_undo(rows, force)
    keep_options_together(plan, rows)
    _leave_what_no_longer_fits(session, plan)
    keep_used_categories(session, plan)
    if not plan.size:
        raise NothingToUndo(plan.left)
    try:
        reverse(session, plan)
    except IntegrityError as error:
        refusal = refusal_of(error)
        raise CannotUndo(refusal.detail) if isinstance(refusal, Unacceptable) else refusal from error
    return plan


def _leave_what_no_longer_fits(session: Session, plan: Plan) -> None:
    named = map(UUID, categories_named(plan))
    there = session.scalars(select(Category.id).where(Category.id.in_(named)))
    leave_homeless(plan, {str(category) for category in there})
    if CURRENCY in plan.changed and session.scalar(select(Product.id).limit(1)) is not None:
        del plan.changed[CURRENCY]
        plan.left["/".join((*CURRENCY, "value"))] = IN_USE


def _touched(session: Session, number: int) -> list[Touched]:
    names = [UNDOING.c[name] for name in Touched._fields]
    rows = session.execute(select(*names).where(UNDOING.c.revision == number).order_by("entity", "id"))
    return [Touched(*row) for row in rows]
