"""Shows what was written as the contract has it: the staff views, read inside the writing transaction."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import TableClause, column, select, table
from sqlalchemy.orm import Session

Document = dict[str, Any]


@dataclass(frozen=True)
class Representation:
    """A document of the contract, and the revision that last touched what it shows."""

    document: Document
    number: int
    nonce: str


def view(name: str, *names: str, schema: str = "staff") -> TableClause:
    """A view of the contract; its columns are the wire names, in the wire's order."""
    return table(name, *(column(each) for each in (*names, "revision_nonce")), schema=schema)


def represent(session: Session, shown: TableClause, identity: UUID) -> Representation:
    """What `shown` has for this id, the transaction's own changes included."""
    row = session.execute(select(shown).where(shown.c.id == identity)).mappings().one()
    document = {name: value for name, value in row.items() if name != "revision_nonce"}
    return Representation(document, row["revision"], row["revision_nonce"])
