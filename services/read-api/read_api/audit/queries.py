"""The audit as rows of the staff's view."""

from typing import Any

from sqlalchemy import Connection, select

from read_api.accounts.views import audit

SHOWN = tuple(column for column in audit.c if column.name != "account_id")

Row = dict[str, Any]


def events(connection: Connection, asked: dict[str, Any]) -> tuple[list[Row], bool]:
    """The newest events that are asked for, and whether there are more."""
    wanted = select(*SHOWN).order_by(audit.c.id.desc()).limit(asked["limit"] + 1)
    if asked["account"] is not None:
        wanted = wanted.where(audit.c.account_id == str(asked["account"]))
    if asked["event"] is not None:
        wanted = wanted.where(audit.c.event == asked["event"])
    if asked["before"] is not None:
        wanted = wanted.where(audit.c.id < asked["before"])
    rows = [dict(row) for row in connection.execute(wanted).mappings()]
    return rows[: asked["limit"]], len(rows) > asked["limit"]
