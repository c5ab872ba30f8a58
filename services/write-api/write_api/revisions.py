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

TAKE = text("SELECT catalog.take_revision()")
TOKEN = text("SELECT number, nonce FROM published.revision")


def take_revision(session: Session) -> None:
    """Wait until no other transaction changes the catalog, and be the next that does."""
    session.execute(TAKE)


def token(session: Session) -> str:
    """`number.nonce` of this transaction's revision; of the newest one when it changes nothing."""
    number, nonce = session.execute(TOKEN).one()
    return f"{number}.{nonce}"
