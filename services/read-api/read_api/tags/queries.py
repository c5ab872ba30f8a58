"""Tags as rows of the staff's view."""

from typing import Any

from sqlalchemy import Connection, select

from read_api.tags.views import tag


def tags(connection: Connection, after: str | None, limit: int) -> list[dict[str, Any]]:
    """The first tags by name, or the first after this one."""
    query = select(tag.c.name, tag.c.products).order_by(tag.c.name).limit(limit)
    found = query if after is None else query.where(tag.c.name > after)
    return [dict(row) for row in connection.execute(found).mappings()]
