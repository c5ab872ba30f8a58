"""Rows for the tests of the schema, written as the write API writes them."""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, column, text
from sqlalchemy import table as sql_table

FORMATS = (("avif", "image/avif"), ("webp", "image/webp"), ("jpg", "image/jpeg"))


def insert(connection: Connection, table: str, **columns: Any) -> Row[Any]:
    """Insert a row and return it whole."""
    into = sql_table(table, *map(column, columns), schema="catalog")
    return connection.execute(into.insert().values(columns).returning(text("*"))).one()


def add_product(connection: Connection, slug: str, variants: int = 1, **columns: Any) -> UUID:
    """A product with plain variants, active unless said otherwise."""
    values = {"title": slug.replace("-", " ").title(), "status": "active", **columns, "slug": slug}
    product: UUID = insert(connection, "product", **values).id
    for number in range(variants):
        add_variant(connection, product, option_values=[f"Value {number}"][: len(values.get("options", []))])
    return product


def add_variant(connection: Connection, product: UUID, **columns: Any) -> UUID:
    variant: UUID = insert(connection, "variant", **{"product_id": product, "price": 1290, **columns}).id
    return variant


def add_category(connection: Connection, slug: str, **columns: Any) -> UUID:
    category: UUID = insert(connection, "category", slug=slug, title=slug.title(), **columns).id
    return category


def add_media(
    connection: Connection,
    letter: str = "a",
    widths: tuple[int, ...] = (160, 320),
    formats: tuple[tuple[str, str], ...] = FORMATS,
) -> str:
    """A picture whose SHA-256 is made of one letter."""
    sha256 = letter * 64
    about = {
        "content_type": "image/png",
        "width": 640,
        "height": 480,
        "color": "#aabbcc",
        "original": b"\x00",
    }
    insert(connection, "media", sha256=sha256, **about)
    for suffix, content_type in formats:
        for width in widths[-1:] if suffix == "jpg" else widths:
            rendition = {"width": width, "format": suffix, "content_type": content_type, "bytes": b"\x00"}
            insert(connection, "media_rendition", media=sha256, **rendition)
    return sha256


def revision(connection: Connection) -> int:
    """The number of the newest revision that this transaction sees."""
    number: int = connection.execute(text("select number from published.revision")).scalar_one()
    return number


def changes(connection: Connection, of_revision: int) -> list[tuple[str, str]]:
    """Entity and action of what a revision did."""
    statement = text(
        "select entity, action from staff.change where revision = :number order by entity, action"
    )
    return [(row.entity, row.action) for row in connection.execute(statement, {"number": of_revision})]
