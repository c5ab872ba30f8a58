"""The owner of the shop, who writes to the catalog by SQL while the tests read it."""

import hashlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from tests.postgres import Postgres

PRODUCT = text(
    """
    INSERT INTO catalog.product (slug, title, description, status, category_id, tags, attributes, options)
    VALUES (:slug, :title, :description, :status, (SELECT id FROM catalog.category WHERE slug = :category),
            :tags, :attributes, :options)
    RETURNING id
    """
)
VARIANT = text(
    """
    INSERT INTO catalog.variant (product_id, price, stock, option_values)
    VALUES (:product_id, :price, :stock, :option_values)
    """
)


@dataclass(frozen=True)
class Owner:
    """Every method is one transaction, thus one revision, and returns its token."""

    postgres: Postgres

    def run(self, *statements: str, **values: Any) -> str:
        """Execute SQL in one transaction."""
        with self.postgres.connection("write_api") as connection, connection.begin():
            for statement in statements:
                connection.execute(text(statement), values)
            return _token(connection)

    def add(
        self, slug: str, prices: tuple[int, ...] = (1000,), stock: int | None = None, **fields: Any
    ) -> str:
        """Add a product with a variant for each price, in minor units: sizes S to XL when there are more."""
        row = {"slug": slug, "title": slug.replace("-", " ").title(), "description": "", "status": "active"}
        row |= {"category": None, "tags": [], "attributes": "{}", "options": ["Size"] if prices[1:] else []}
        with self.postgres.connection("write_api") as connection, connection.begin():
            product_id = connection.execute(PRODUCT, row | fields).scalar_one()
            for price, size in zip(prices, ("S", "M", "L", "XL"), strict=False):
                option_values = [size] if prices[1:] else []
                variant = {"price": price, "stock": stock, "option_values": option_values}
                connection.execute(VARIANT, variant | {"product_id": product_id})
            return _token(connection)

    def add_many(self, slugs: list[str]) -> str:
        """Add products that differ in their slugs alone, as one revision."""
        return self.run(
            """
            WITH product AS (
                INSERT INTO catalog.product (slug, title, status)
                SELECT slug, 'A mug', 'active' FROM unnest(CAST(:slugs AS text[])) AS slug RETURNING id
            )
            INSERT INTO catalog.variant (product_id, price) SELECT id, 1000 FROM product
            """,
            slugs=slugs,
        )

    def add_category(self, slug: str, parent: str | None = None) -> str:
        return self.run(
            """
            INSERT INTO catalog.category (slug, title, parent_id)
            VALUES (:slug, initcap(:slug), (SELECT id FROM catalog.category WHERE slug = :parent))
            """,
            slug=slug,
            parent=parent,
        )

    def change(self, slug: str, assignment: str) -> str:
        """Change a product, `assignment` being SQL such as "status = 'archived'"."""
        return self.run(f"UPDATE catalog.product SET {assignment} WHERE slug = :slug", slug=slug)  # noqa: S608

    def attach_picture(self, slug: str, content: bytes) -> str:
        """Give a product a picture; returns its SHA-256 instead of a token."""
        sha256 = hashlib.sha256(content).hexdigest()
        self.run(
            "INSERT INTO catalog.media (sha256, content_type, width, height, color, original)"
            " VALUES (:sha256, 'image/png', 320, 240, '#aabbcc', :content)",
            "INSERT INTO catalog.media_rendition VALUES (:sha256, 160, 'avif', 'image/avif', :content)",
            "INSERT INTO catalog.media_rendition VALUES (:sha256, 160, 'webp', 'image/webp', :content)",
            "INSERT INTO catalog.media_rendition VALUES (:sha256, 320, 'jpg', 'image/jpeg', :content)",
            "INSERT INTO catalog.product_media (product_id, media, alt)"
            " SELECT id, :sha256, 'A mug' FROM catalog.product WHERE slug = :slug",
            sha256=sha256,
            content=content,
            slug=slug,
        )
        return sha256

    def token(self) -> str:
        """The catalog's newest revision."""
        with self.postgres.connection("write_api") as connection:
            return _token(connection)


def _token(connection: Any) -> str:
    return str(connection.scalar(text("SELECT number || '.' || nonce FROM catalog.revision")))
