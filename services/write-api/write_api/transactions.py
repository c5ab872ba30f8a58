"""Decides the frame of every write: one request is one transaction, and `_commit` alone commits.

The answer is made inside the transaction and sent after its commit; whatever is refused is rolled back.
"""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Concatenate, ParamSpec

from flask import Response
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from api_contract.terms import Header, Reply, Terms, with_terms
from service_defaults import request_id
from write_api import idempotency, revisions
from write_api.answers import Answer
from write_api.bearer import bearer
from write_api.database import leader
from write_api.origin import actor
from write_api.problems import outcome_unknown, told_as_problems
from write_api.refusals import Refusal

_ATTRIBUTE = "in_transaction"

P = ParamSpec("P")
View = Callable[Concatenate[Session, P], Answer]

# PostgreSQL says in a mere warning that it gave up waiting for a replica: the commit itself "succeeds".
NOT_REPLICATED = "synchronous replication"
TERMS = Terms(
    shows=(
        Header(
            "Catalog-Revision",
            "`number.nonce` of the revision that was made: for `Catalog-Min-Revision`.",
            required=True,
        ),
    ),
    replies={
        503: Reply(
            "The leader is away or busy and surely nothing was changed; or it is not known whether it was.",
            ("writes-paused", "outcome-unknown"),
            (Header("Retry-After", "Seconds after which to send it again.", required=True),),
        )
    },
)


def transaction(reason: str, *, repeatable: bool = True) -> Callable[[View[P]], Callable[P, Response]]:
    """Run the view in a transaction of its own, commit it, then send what the view answers.

    `reason` is what the revision log says was done. A view that is not `repeatable` ignores Idempotency-Key,
    because what it is sent or what it answers is secret (ADR 27).
    Raises Problem: what commands refuse, and 503 where the database cannot say yes or no now.
    """

    def decorate(view: View[P]) -> Callable[P, Response]:
        @functools.wraps(view)
        def run(*args: P.args, **kwargs: P.kwargs) -> Response:
            key = idempotency.requested_key(actor()) if repeatable else None
            with told_as_problems(), leader().connect() as connection, Session(connection) as session:
                revisions.sign(
                    session,
                    actor(),
                    reason,
                    request_id=request_id.current(),
                    key=key.value if key else None,
                    token=bearer(),
                )
                try:
                    answer = _answer_once(session, key, lambda: view(session, *args, **kwargs))
                except Refusal as refusal:
                    if refusal.commits:
                        _commit(session, connection, key)
                    raise
                _commit(session, connection, key)
            return answer.response()

        setattr(run, _ATTRIBUTE, view if repeatable else None)
        return with_terms(run, TERMS, *([idempotency.TERMS] if repeatable else []))

    return decorate


@contextmanager
def job_transaction(engine: Engine, actor: str, reason: str, asked: str | None = None) -> Iterator[Session]:
    """A transaction that no request waits for, signed with who is behind it; `asked` is the id of a request.

    Whoever rolled it back within has nothing committed.
    """
    with engine.connect() as connection, Session(connection) as session:
        revisions.sign(session, actor, reason, request_id=asked)
        yield session
        _commit(session, connection)


def undecorated(view: Callable[..., Any]) -> View[...] | None:
    """What the view does in its transaction, to be done in another; None where it may not be."""
    found: View[...] | None = getattr(view, _ATTRIBUTE, None)
    return found


def _answer_once(session: Session, key: idempotency.Key | None, make: Callable[[], Answer]) -> Answer:
    """The answer given to the key before, or else a new one, kept under the key."""
    given = idempotency.kept_answer(session, key) if key else None
    if given:
        return given
    answer = make()
    answer.headers["Catalog-Revision"] = revisions.token(session)
    if key:
        idempotency.keep(session, key, answer)
    return answer


def _commit(session: Session, connection: Connection, key: idempotency.Key | None = None) -> None:
    """Commit; raise Problem 503 `outcome-unknown` unless PostgreSQL says that replicas have it."""
    driver: Any = connection.connection.driver_connection
    del driver.notices[:]
    try:
        session.commit()
    except IntegrityError:  # a constraint that is checked last: surely rolled back
        raise
    except DBAPIError as error:
        raise outcome_unknown(is_repeatable=key is not None) from error
    if any(NOT_REPLICATED in notice for notice in driver.notices):
        raise outcome_unknown(is_repeatable=key is not None)
