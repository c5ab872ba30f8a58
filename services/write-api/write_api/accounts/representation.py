"""How an account is shown: as read-api shows it, with the tag of its own version."""

from sqlalchemy import column, select, table
from sqlalchemy.orm import Session

from write_api.representations import Representation
from write_api.sessions.models import Account

SHOWN = (
    "id",
    "email",
    "name",
    "role",
    "disabled_at",
    "password_change_required",
    "second_factors",
    "created_at",
    "updated_at",
    "version",
)
STAFF_ACCOUNT = table("account", *map(column, (*SHOWN, "nonce")), schema="staff")


def represent_account(session: Session, account: Account) -> Representation:
    """The account as an owner sees it, the transaction's own changes included."""
    session.flush()
    wanted = select(STAFF_ACCOUNT).where(STAFF_ACCOUNT.c.id == account.id)
    row = dict(session.execute(wanted).mappings().one())
    return Representation({name: row[name] for name in SHOWN}, row["version"], row["nonce"])
