"""The catalog's revision, as a write meets it.

Every transaction that changes the catalog holds the one row of `catalog.revision` until it ends. The triggers
take it with the first statement that changes anything, before any other row is locked. A command that looks
before it changes (is the tag still good, is the SKU free) takes it before it looks: from then on it is the
only writer, what it reads is the newest committed state, and nothing it read changes before its own commit.

So no command locks rows with SELECT … FOR UPDATE. To lock a product first and the revision second, while
another writer holds the revision and wants that product, is the very deadlock that this order rules out.
"""

from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from write_api.bearer import Bearer
from write_api.refusals import TokenRevoked

TAKEN = "revision"
TOKEN = text("SELECT number, nonce FROM published.revision")
TAKE = text(f"SELECT catalog.take_revision(); {TOKEN}")
# Deferred again after it: a batch goes on. All that can be deferred begins so.
JUDGE_NOW = text("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
# Every write begins with it: whether what its token says is still so is asked in the same breath.
SIGN = text(
    "SELECT CAST(:account_id AS uuid) IS NULL OR catalog.is_in_force("
    "CAST(:account_id AS uuid), :role, CAST(:session_id AS uuid), CAST(:key_id AS uuid)),"
    " set_config('mstore.actor', :actor, true), set_config('mstore.reason', :reason, true),"
    " set_config('mstore.request_id', :request_id, true), set_config('mstore.idempotency_key', :key, true)"
)
NO_TOKEN = dict.fromkeys(("account_id", "role", "session_id", "key_id"))
SAY = text("SELECT set_config('mstore.reason', :reason, true)")


def sign(
    session: Session,
    actor: str,
    reason: str,
    *,
    request_id: str | None = None,
    key: str | None = None,
    token: Bearer | None = None,
) -> None:
    """What the revision log is to say of this transaction: who does what, by which request and key.

    It is the first statement: on a connection that broke while it rested, it is said again on another.
    Raises TokenRevoked where what the token says is over: its account's role, its session, its key.
    """
    said = {"actor": actor, "reason": reason, "request_id": request_id, "key": key}
    said |= asdict(token) if token else NO_TOKEN
    try:
        is_in_force = session.scalar(SIGN, said)
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
        session.rollback()
        is_in_force = session.scalar(SIGN, said)
    if not is_in_force:
        raise TokenRevoked


def take_revision(session: Session) -> int:
    """Wait until no other transaction changes the catalog, and be the next that does: its number.

    All operations of a batch ask, but only the first has to wait.
    """
    taken = _taken(session)
    if taken is None:
        taken = session.execute(TAKE).one()
        session.info[TAKEN] = session.get_transaction(), taken
    return int(taken.number)


def say(session: Session, reason: str) -> None:
    """What the revision log is to say was done, in more than a word; before the revision is taken."""
    session.execute(SAY, {"reason": reason})


def settle(session: Session) -> None:
    """Send what was changed, and judge now what spans several rows, as a product and its variants."""
    session.flush()
    session.execute(JUDGE_NOW)


def token(session: Session) -> str:
    """`number.nonce` of this transaction's revision; of the newest one when it changes nothing."""
    newest = _taken(session) or session.execute(TOKEN).one()
    return f"{newest.number}.{newest.nonce}"


def _taken(session: Session) -> Row[Any] | None:
    """Number and nonce of the revision that this very transaction took by itself."""
    taken_in, taken = session.info.get(TAKEN, (None, None))
    return taken if taken_in is not None and taken_in is session.get_transaction() else None
