"""The catalog's revision, as a write meets it.

Every transaction that changes the catalog holds the one row of `catalog.revision` until it ends. The triggers
take it with the first statement that changes anything, before any other row is locked. A command that looks
before it changes (is the tag still good, is the SKU free) takes it before it looks: from then on it is the
only writer, what it reads is the newest committed state, and nothing it read changes before its own commit.

So no command locks rows with SELECT … FOR UPDATE. To lock a product first and the revision second, while
another writer holds the revision and wants that product, is the very deadlock that this order rules out.
"""

from sqlalchemy import text
from sqlalchemy.orm import Session

TAKEN = "revision"
TAKE = text("SELECT catalog.take_revision()")
TOKEN = text("SELECT number, nonce FROM published.revision")
# Deferred again after it: a batch goes on. All that can be deferred begins so.
JUDGE_NOW = text("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
SIGN = text(
    "SELECT set_config('mstore.actor', :actor, true), set_config('mstore.reason', :reason, true),"
    " set_config('mstore.request_id', :request_id, true), set_config('mstore.idempotency_key', :key, true)"
)
SAY = text("SELECT set_config('mstore.reason', :reason, true)")


def sign(
    session: Session, actor: str, reason: str, *, request_id: str | None = None, key: str | None = None
) -> None:
    """What the revision log is to say of this transaction: who does what, by which request and key."""
    session.execute(SIGN, {"actor": actor, "reason": reason, "request_id": request_id, "key": key})


def take_revision(session: Session) -> int:
    """Wait until no other transaction changes the catalog, and be the next that does: its number.

    All operations of a batch ask, but only the first has to wait.
    """
    taken_in, number = session.info.get(TAKEN, (None, 0))
    if taken_in is None or taken_in is not session.get_transaction():
        number = int(session.execute(TAKE).scalar_one())
        session.info[TAKEN] = session.get_transaction(), number
    return int(number)


def say(session: Session, reason: str) -> None:
    """What the revision log is to say was done, in more than a word; before the revision is taken."""
    session.execute(SAY, {"reason": reason})


def settle(session: Session) -> None:
    """Send what was changed, and judge now what spans several rows, as a product and its variants."""
    session.flush()
    session.execute(JUDGE_NOW)


def token(session: Session) -> str:
    """`number.nonce` of this transaction's revision; of the newest one when it changes nothing."""
    number, nonce = session.execute(TOKEN).one()
    return f"{number}.{nonce}"
