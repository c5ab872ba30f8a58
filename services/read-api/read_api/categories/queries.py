"""Categories as rows of their view."""

from typing import Any, NamedTuple

from sqlalchemy import Connection, RowMapping, select

from read_api.dates import date_of
from read_api.identity import is_uuid
from read_api.views import category, category_number

_FIELDS = [column for column in category.c if column.name not in {"parent_id", "revision_nonce"}]


def every_category(connection: Connection) -> list[dict[str, Any]]:
    """All categories; siblings are in their order."""
    rows = connection.execute(select(*_FIELDS).order_by(category.c.position, category.c.id))
    return [dict(row) for row in rows.mappings()]


def one_category(connection: Connection, id_or_slug: str) -> RowMapping | None:
    """The category with its `revision_nonce`, and the date of that revision, if it has one, as `modified`."""
    which = category.c.id if is_uuid(id_or_slug) else category.c.slug
    date = date_of(category.c.revision).label("modified")
    query = select(*_FIELDS, category.c.revision_nonce, date).where(which == id_or_slug)
    return connection.execute(query).mappings().one_or_none()


class Within(NamedTuple):
    """A category and all below it: their ids, and the numbers of those that have products."""

    ids: list[str]
    numbers: list[int]


def with_descendants(connection: Connection, slug: str) -> Within:
    """The category of that slug and all below it; none when there is no such category."""
    tree = select(category.c.id).where(category.c.slug == slug).cte("tree", recursive=True)
    below = select(category.c.id).join(tree, category.c.parent_id == tree.c.id)
    tree = tree.union(below)
    numbered = select(tree.c.id, category_number.c.number)
    rows = connection.execute(
        numbered.outerjoin_from(tree, category_number, category_number.c.id == tree.c.id)
    ).all()
    return Within([row.id for row in rows], [row.number for row in rows if row.number is not None])


def tree_of_categories(connection: Connection) -> list[RowMapping]:
    """`id`, `parent_id`, `slug` and `title` of every category; siblings are in their order."""
    names = (category.c.id, category.c.parent_id, category.c.slug, category.c.title)
    return list(connection.execute(select(*names).order_by(category.c.position, category.c.id)).mappings())
