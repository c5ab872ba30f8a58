"""What the catalog has of the things that some rows of a file name, as of one revision."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select, text

from write_api.imports.drafts import Document, Draft
from write_api.representations import view

STAFF_PRODUCT = view(
    "product",
    *("id", "slug", "title", "description", "status", "category", "tags", "attributes", "options"),
    *("variants", "images", "seo", "position", "deleted_at"),
)
OWN_PICTURE = re.compile(r"/v1/media/([0-9a-f]{64})/\d+\.(?:jpg|webp|avif)(?:\?.*)?$")
"""The address of a picture that some shop of ours has."""

MEDIA = text("SELECT sha256 FROM catalog.media WHERE sha256 = ANY (:digests)")
FETCHED = text("SELECT url, media FROM catalog.import_picture WHERE url = ANY (:urls) AND media IS NOT NULL")
ASKED = text("""
    SELECT product_id::text, url FROM catalog.import_picture
     WHERE product_id = ANY (CAST(:ids AS uuid[])) AND status = 'pending'
""")
SKUS = text("""
    SELECT variant.sku, product.slug
      FROM catalog.variant JOIN catalog.product ON product.id = variant.product_id
     WHERE variant.sku = ANY (:skus) AND variant.deleted_at IS NULL
""")


@dataclass(frozen=True)
class Known:
    """`products` by handle, `media` by address and by SHA-256, `skus` with the handles that have them.

    `asked` are the addresses of pictures that were asked for before, by product.
    """

    products: dict[str, Document] = field(default_factory=dict)
    media: dict[str, str] = field(default_factory=dict)
    skus: dict[str, str] = field(default_factory=dict)
    asked: set[tuple[str, str]] = field(default_factory=set)

    def media_of(self, url: str | None, sha256: str | None) -> str | None:
        """The picture that is here already."""
        own = OWN_PICTURE.search(url or "")
        candidates = (sha256, own and own[1], url)
        return next((self.media[each] for each in candidates if each and each in self.media), None)


def look_up(connection: Connection, drafts: Sequence[Draft]) -> Known:
    """What is known of all that the drafts name."""
    handles = [draft.handle for draft in drafts]
    shown = select(STAFF_PRODUCT).where(
        STAFF_PRODUCT.c.slug.in_(handles), STAFF_PRODUCT.c.deleted_at.is_(None)
    )
    products = {row["slug"]: dict(row) for row in connection.execute(shown).mappings()}
    images = [image for draft in drafts for image in draft.images]
    urls = {image.url for image in images if image.url}
    digests = {image.sha256 for image in images if image.sha256}
    digests |= {own[1] for url in urls if (own := OWN_PICTURE.search(url))}
    ids = [product["id"] for product in products.values()]
    return Known(
        products, _media(connection, urls, digests), _skus(connection, drafts), _asked(connection, ids)
    )


def _media(connection: Connection, urls: Iterable[str], digests: Iterable[str]) -> dict[str, str]:
    known = {digest: digest for digest in connection.scalars(MEDIA, {"digests": list(digests)})}
    return known | {row.url: row.media for row in connection.execute(FETCHED, {"urls": list(urls)})}


def _asked(connection: Connection, ids: list[Any]) -> set[tuple[str, str]]:
    return {(row.product_id, row.url) for row in connection.execute(ASKED, {"ids": list(map(str, ids))})}


def _skus(connection: Connection, drafts: Sequence[Draft]) -> dict[str, str]:
    wanted = [variant.members.get("sku") for draft in drafts for variant in draft.variants]
    skus = [sku for sku in wanted if isinstance(sku, str)]
    return {row.sku: row.slug for row in connection.execute(SKUS, {"skus": skus})}
