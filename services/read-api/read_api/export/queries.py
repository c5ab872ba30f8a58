"""What an export reads: all products that are not in the trash, in an order that any shop gives them."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Select, select

from read_api.imports.views import import_picture
from read_api.views import category, staff_product

FIELDS = (
    *("id", "slug", "title", "description", "description_html", "status", "tags", "attributes", "options"),
    *("variants", "images", "seo", "position", "category"),
)
Row = dict[str, Any]
Path = list[dict[str, str]]


def every_product() -> Select[Any]:
    """By position, and by slug where that is the same; ids would be others elsewhere."""
    product = staff_product.c
    return (
        select(*(product[name] for name in FIELDS))
        .where(product.deleted_at.is_(None))
        .order_by(product.position, product.slug)
    )


def paths(connection: Connection) -> dict[str, Path]:
    """Of each category, by its slug: all categories from the first level down to it."""
    rows = {
        row.slug: row
        for row in connection.execute(select(category.c.slug, category.c.title, category.c.parent))
    }
    found: dict[str, Path] = {}
    for slug in rows:
        path: Path = []
        at: str | None = slug
        while at is not None:
            path.insert(0, {"slug": at, "title": rows[at].title})
            at = rows[at].parent
        found[slug] = path
    return found


def awaited(connection: Connection, ids: Iterable[str]) -> dict[str, list[Row]]:
    """The pictures that are still to be fetched, by product."""
    query = (
        select(import_picture)
        .where(import_picture.c.product_id.in_(list(ids)), import_picture.c.status == "pending")
        .order_by(import_picture.c.position, import_picture.c.url)
    )
    found: dict[str, list[Row]] = defaultdict(list)
    for row in connection.execute(query).mappings():
        found[row["product_id"]].append(dict(row))
    return found
