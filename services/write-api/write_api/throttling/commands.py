"""Counts attempts. Commands flush and never commit: a refusal that `commits` keeps what was counted."""

import math
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, text, update
from sqlalchemy.orm import Session

from write_api.audit.commands import record
from write_api.audit.events import Event
from write_api.origin import Origin
from write_api.refusals import TooManyAttempts
from write_api.throttling.limits import NONE, Subject
from write_api.throttling.models import Counted

MOST_ROWS = 100_000
# The rows stay locked until the transaction ends, so that guesses sent at once are judged one after another.
# In one order, or two who have the same subjects could wait for each other.
LOCK = text("""
    INSERT INTO catalog.attempt AS known (subject, forgotten_at)
    SELECT subject, clock_timestamp() + interval '1 hour'
      FROM unnest(CAST(:subjects AS bytea[])) AS subject ORDER BY subject
    ON CONFLICT (subject) DO UPDATE
       SET failures = CASE WHEN known.forgotten_at <= clock_timestamp() THEN 0 ELSE known.failures END
    RETURNING subject, failures, clock_timestamp() - last_at AS since, is_told
""")
FORGET = text("SELECT catalog.forget_attempts(:most)")


def begin_attempt(
    session: Session, origin: Origin, account_id: UUID | None, subjects: Iterable[Subject]
) -> "Attempt":
    """A guess at something of the account. Raises TooManyAttempts, of which the audit tells once a pause."""
    try:
        return Attempt(session, subjects)
    except TooManyAttempts as refusal:
        if refusal.is_news:
            record(session, origin, Event.LOGIN_THROTTLED, account_id, seconds=refusal.retry_after)
        raise


class Attempt:
    """A guess whose outcome is not known yet."""

    def __init__(self, session: Session, subjects: Iterable[Subject]) -> None:
        """Raises TooManyAttempts when one of the subjects has to wait; then nothing more is counted."""
        self._session = session
        self._subjects = {subject.name: subject for subject in subjects}
        rows = session.execute(LOCK, {"subjects": list(self._subjects)}).all()
        waits = [
            (self._subjects[bytes(row.subject)].limit.pause(row.failures) - row.since, row.is_told)
            for row in rows
        ]
        longest, is_told = max(waits)
        if longest > NONE:
            session.execute(update(Counted).where(self._is_mine).values(is_told=True))
            # The refusal commits: a row for every account that is tried in a pause would stay.
            session.execute(delete(Counted).where(self._is_mine, Counted.failures == 0))
            raise TooManyAttempts(_seconds(longest), is_news=not is_told)

    def failed(self) -> None:
        """Count it."""
        for name, subject in sorted(self._subjects.items()):
            now = func.clock_timestamp()
            self._session.execute(
                update(Counted)
                .where(Counted.subject == name)
                .values(
                    failures=Counted.failures + 1,
                    last_at=now,
                    forgotten_at=now + subject.limit.memory,
                    is_told=False,
                )
            )
        self._session.execute(FORGET, {"most": MOST_ROWS})

    def succeeded(self, *forgiven: Subject) -> None:
        """Forget what these failed before; a guess that was right is no failure of the others."""
        names = [subject.name for subject in forgiven]
        done = Counted.subject.in_(names) | (Counted.failures == 0)
        self._session.execute(delete(Counted).where(self._is_mine, done))

    @property
    def _is_mine(self) -> ColumnElement[bool]:
        return Counted.subject.in_(list(self._subjects))


def _seconds(wait: timedelta) -> int:
    return max(1, math.ceil(wait.total_seconds()))
