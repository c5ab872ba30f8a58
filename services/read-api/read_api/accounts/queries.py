"""Accounts as rows of the staff's view."""

from typing import Any

from sqlalchemy import Connection, select

from read_api.accounts.belonging import newest
from read_api.accounts.views import account, passkey, recovery_code

SHOWN = tuple(column for column in account.c if column.name != "nonce")

Row = dict[str, Any]


def everyone(connection: Connection) -> list[Row]:
    """Every account, by its address."""
    rows = connection.execute(select(*SHOWN).order_by(account.c.email, account.c.id))
    return [dict(row) for row in rows.mappings()]


def one(connection: Connection, account_id: str) -> tuple[Row, str] | None:
    """The account, and the nonce of its version."""
    row = connection.execute(select(account).where(account.c.id == account_id)).mappings().one_or_none()
    if row is None:
        return None
    return {name: value for name, value in row.items() if name != "nonce"}, row["nonce"]


def own(connection: Connection, account_id: str) -> Row | None:
    """The account, with what belongs to it alone."""
    found = one(connection, account_id)
    if found is None:
        return None
    codes = select(recovery_code.c.remaining).where(recovery_code.c.account_id == account_id)
    passkeys = newest(connection, passkey, account_id)
    return {**found[0], "passkeys": passkeys, "recovery_codes_left": connection.scalar(codes) or 0}
