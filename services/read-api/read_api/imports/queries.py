"""Imports as rows of the staff's views."""

from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from read_api.imports.views import import_picture, import_row, imports
from revision_cache.token import Token

_ROW = [column for column in import_row.c if column.name != "import"]
_PICTURE = [column for column in import_picture.c if column.name not in {"import", "position"}]

Row = dict[str, Any]


class Found(NamedTuple):
    """An import, and the token that counts its own changes."""

    row: Row
    token: Token


def newest(connection: Connection, limit: int) -> list[Row]:
    """The newest imports first."""
    query = select(imports).order_by(imports.c.created_at.desc(), imports.c.id.desc()).limit(limit)
    return [_shown(dict(row)) for row in connection.execute(query).mappings()]


def one(connection: Connection, import_id: str) -> Found | None:
    query = select(imports).where(imports.c.id == import_id)
    found = connection.execute(query).mappings().one_or_none()
    if found is None:
        return None
    return Found(_shown(dict(found)), Token(found["version"], found["nonce"]))


def rows(
    connection: Connection, import_id: str, outcome: str | None, after: int, limit: int
) -> tuple[list[Row], bool]:
    """What the plan does for each product, and whether there is more."""
    query = select(*_ROW).where(import_row.c["import"] == import_id, import_row.c.number > after)
    if outcome:
        query = query.where(import_row.c.outcome == outcome)
    found = connection.execute(query.order_by(import_row.c.number).limit(limit + 1)).mappings()
    listed = [dict(row) for row in found]
    return listed[:limit], len(listed) > limit


def pictures(connection: Connection, import_id: str, after: str | None, limit: int) -> tuple[list[Row], bool]:
    """The pictures that the file named by their address, and what became of each."""
    query = select(*_PICTURE).where(import_picture.c["import"] == import_id)
    if after is not None:
        query = query.where(import_picture.c.id > after)
    found = connection.execute(query.order_by(import_picture.c.id).limit(limit + 1)).mappings()
    listed = [dict(row) for row in found]
    return listed[:limit], len(listed) > limit


def _shown(row: Row) -> Row:
    return {name: value for name, value in row.items() if name not in {"version", "nonce"}}
