"""What belongs to accounts: one asks for one's own, and who may see accounts for everyone's."""

from typing import Any

from flask import Response
from marshmallow import Schema, fields
from marshmallow.validate import OneOf
from sqlalchemy import Connection, Table, select

from read_api.answers import unkept
from read_api.identity import is_uuid
from read_api.replicas import Snapshot
from service_defaults.bearer import CHALLENGE
from service_defaults.permissions import caller
from service_defaults.problems import Problem

NEEDED = "accounts:read"
FOR_QUERIES = ("account_id",)
MOST = 1000

Row = dict[str, Any]


class ListBelongings(Schema):
    """The parameters of lists of what belongs to accounts."""

    of = fields.String(
        load_default="me",
        validate=OneOf(["me", "all"]),
        metadata={"description": f"`all` are those of every account, and need the scope `{NEEDED}`."},
    )


def list_belongings(snapshot: Snapshot, asked: dict[str, str], view: Table) -> Response:
    """The newest thousand rows of the view. Raises Problem 403 for all without the scope."""
    of_all = asked["of"] == "all"
    if of_all and NEEDED not in caller().scopes:
        challenge = f'{CHALLENGE}, error="insufficient_scope", scope="{NEEDED}"'
        raise Problem(
            403, "forbidden", f"This needs the scope {NEEDED}.", headers={"WWW-Authenticate": challenge}
        )
    return unkept({"items": newest(snapshot.connection, view, None if of_all else caller().id)})


def newest(connection: Connection, view: Table, account_id: str | None) -> list[Row]:
    """Rows of one account, or of all; whoever is no account has none."""
    wanted = select(*(column for column in view.c if column.name not in FOR_QUERIES))
    if account_id is not None:
        if not is_uuid(account_id):
            return []
        wanted = wanted.where(view.c.account_id == account_id)
    return [dict(row) for row in connection.execute(wanted.order_by(view.c.id.desc()).limit(MOST)).mappings()]
