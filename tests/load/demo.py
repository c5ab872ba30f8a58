"""The demo's hundred products in their plainest form, which makes a listing of about 100 KB.

Each is on sale, has one variant and the first sentence of its description; none has a picture. The naive
service gains most by that, for it has fewer rows to fetch.
"""

import json
from typing import Any

from sqlalchemy import text

from infra.demo.shop import Product, read_shop
from tests.load.shop import Shop

CATEGORY = text(
    "insert into catalog.category (slug, title, description) values (:slug, :title, :description)"
)
PRODUCT = text(
    """
    insert into catalog.product (slug, title, description, status, category_id, tags, attributes, position)
    select :slug, :title, :description, 'active', id, :tags, cast(:attributes as jsonb), :position
      from catalog.category
     where slug = :category
    """
)
VARIANT = text(
    """
    insert into catalog.variant (product_id, price, sku, stock, weight_grams)
    select id, :price, :sku, :stock, :weight_grams from catalog.product where slug = :slug
    """
)


def load_demo(shop: Shop) -> None:
    """Put the products into an empty shop, as one revision."""
    demo = read_shop()
    rows = [_row(product, place) for place, product in enumerate(demo.products, 1)]
    with shop.postgres.connection("write_api") as connection, connection.begin():
        connection.execute(CATEGORY, demo.categories)
        connection.execute(PRODUCT, rows)
        connection.execute(VARIANT, rows)
    shop.wait_for_replay()


def _row(product: Product, place: int) -> dict[str, Any]:
    told = product.wire({picture.name: "" for picture in product.pictures}, place * 1024)
    variant = product.variants[0]
    return {
        **told,
        "description": told["description"].partition(". ")[0],
        "attributes": json.dumps(told["attributes"]),
        "price": int(variant["price"]["amount"].replace(".", "")),
        "sku": variant.get("sku"),
        "stock": variant.get("stock"),
        "weight_grams": variant["weight_grams"],
    }
