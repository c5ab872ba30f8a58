"""What is thrown away after a while. Each step is a short transaction: writers wait, and replicas follow."""

from datetime import timedelta

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from write_api.products.commands import purge_trash
from write_api.revisions import sign

TRASH_IS_KEPT = timedelta(days=30)
REMOVED_AT_ONCE = 100
EXPIRED = (
    text("DELETE FROM catalog.idempotency_key WHERE created_at < now() - interval '1 day'"),
    text("DELETE FROM catalog.session WHERE expires_at < now() - interval '1 day'"),
    text("DELETE FROM catalog.challenge WHERE expires_at < now() - interval '1 day'"),
    # Last, so that nobody who locks rows of it waits for the others; and it waits for nobody who does.
    text(
        "DELETE FROM catalog.attempt WHERE subject IN"
        " (SELECT subject FROM catalog.attempt WHERE forgotten_at <= now() FOR UPDATE SKIP LOCKED)"
    ),
)


def empty_trash(engine: Engine, kept: timedelta = TRASH_IS_KEPT) -> int:
    """Remove some of what has been in the trash for longer, as one revision; how many."""
    with Session(engine) as session, session.begin():
        sign(session, "purge-trash", f"purge what was in the trash for {kept.days} days")
        return purge_trash(session, kept, REMOVED_AT_ONCE)


def forget_expired(engine: Engine) -> bool:
    """Forget answers, sessions and steps of a login that nobody can ask for any more, and failures.

    There is never more to do at once.
    """
    with engine.begin() as connection:
        for statement in EXPIRED:
            connection.execute(statement)
    return False
