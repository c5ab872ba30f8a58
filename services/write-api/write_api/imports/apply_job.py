"""Applies the plans that were accepted, each as one revision of who accepted it, or not at all."""

import structlog
from sqlalchemy import Engine, RowMapping, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from write_api.constraints import refusal_of
from write_api.imports import applying
from write_api.imports.claims import MOST_TRIES, Claim, claimed
from write_api.revisions import settle, take_revision
from write_api.transactions import job_transaction

APPLIED, REFUSED = "import_applied", "import_refused"
MOVED = "The catalog was changed after this was planned. Plan it again."
GAVE_UP = f"Applying ended {MOST_TRIES} times before it was done. Nothing was changed."
ROWS_AT_ONCE = 500

DONE = text("""
    UPDATE catalog.import
       SET status = 'applied', done = total, applied_revision = :revision, error = NULL
     WHERE id = :id
""")

log = structlog.get_logger(__name__)


def apply_next(engine: Engine) -> bool:
    """Apply the plan that has waited longest; whether there was one."""
    with claimed(engine, ("accepted", "applying")) as claim:
        if claim is None:
            return False
        if claim.row["tries"] >= MOST_TRIES:
            log.warning(REFUSED, id=str(claim.id), detail=GAVE_UP)
            claim.end("failed", GAVE_UP)
            return True
        claim.note(status="applying", done=0, total=applying.size(claim.connection, claim.id))
        try:
            with claim.counted(engine):
                is_current = _apply(engine, claim)
        except IntegrityError as error:
            detail = refusal_of(error).detail
            log.warning(REFUSED, id=str(claim.id), detail=detail)
            claim.end("failed", detail)
        else:
            if not is_current:
                claim.end("outdated", MOVED)
        return True


def _apply(engine: Engine, claim: Claim) -> bool:
    """Whether the catalog is still what the plan was made of; if not, nothing is changed."""
    asked = claim.row
    reason = f"import {asked['name'] or asked['id']}"
    with job_transaction(engine, asked["apply_by"], reason, asked["apply_request_id"]) as session:
        if applying.is_outdated(session, claim.id):
            return False
        revision = take_revision(session)
        # Whoever changed the catalog while this waited has committed by now.
        if applying.is_outdated(session, claim.id):
            session.rollback()
            return False
        _write(session, claim, asked)
        session.execute(DONE, {"id": claim.id, "revision": revision})
    log.info(APPLIED, id=str(claim.id), revision=revision)
    return True


def _write(session: Session, claim: Claim, asked: RowMapping) -> None:
    applying.make_categories(session, asked["new_categories"])
    last = applying.last_row(session, claim.id)
    for first in range(1, last + 1, ROWS_AT_ONCE):
        upto = first + ROWS_AT_ONCE - 1
        applying.write_rows(session, claim.id, first, upto)
        # By the other connection: it is seen at once, and stays if this ends.
        claim.note(done=min(upto, last))
    applying.ask_for_pictures(session, claim.id, asked["apply_by"])
    settle(session)
