"""The columns of an exported CSV file, under Shopify's old or new headers, and the rows of a product."""

from itertools import zip_longest
from typing import Any

from read_api.export import cells
from read_api.export.documents import images
from read_api.export.queries import Path, Row

DEFAULT = ("Title", "Default Title")
"""What Shopify calls the option of a product that has none."""

HEADERS = (
    ("URL handle", "Handle"),
    ("Title", "Title"),
    ("Description", "Body (HTML)"),
    ("Vendor", "Vendor"),
    ("Type", "Type"),
    ("Tags", "Tags"),
    ("Published on online store", "Published"),
    ("Status", "Status"),
    *(
        (f"Option{number} {part}", f"Option{number} {part.title()}")
        for number in (1, 2, 3)
        for part in ("name", "value")
    ),
    ("SKU", "Variant SKU"),
    ("Barcode", "Variant Barcode"),
    ("Price", "Variant Price"),
    ("Compare-at price", "Variant Compare At Price"),
    ("Inventory tracker", "Variant Inventory Tracker"),
    ("Inventory quantity", "Variant Inventory Qty"),
    ("Continue selling when out of stock", "Variant Inventory Policy"),
    ("Weight value (grams)", "Variant Grams"),
    ("Weight unit for display", "Variant Weight Unit"),
    ("Product image URL", "Image Src"),
    ("Image position", "Image Position"),
    ("Image alt text", "Image Alt Text"),
    ("SEO title", "SEO Title"),
    ("SEO description", "SEO Description"),
)
OWN = (
    "Description in Markdown (product.metafields.mstore.description)",
    "Category (product.metafields.mstore.category)",
    "Category titles (product.metafields.mstore.category_titles)",
    "Attributes (product.metafields.mstore.attributes)",
    "Position (product.metafields.mstore.position)",
    "Currency (product.metafields.mstore.currency)",
    "Image SHA-256 (product.metafields.mstore.image_sha256)",
)


def header(style: str) -> list[str]:
    return [new if style == "new" else old for new, old in HEADERS] + list(OWN)


def rows(product: Row, path: Path, awaited: list[Row], origin: str, style: str) -> list[list[str]]:
    """The first has the product, a variant and a picture; each below a further variant, picture, or both."""
    pictures = enumerate(images(product, awaited, origin), start=1)
    both = zip_longest(product["variants"], pictures, fillvalue=None)
    written = []
    for index, (variant, picture) in enumerate(both):
        of_product = _of_product(product, path) if index == 0 else {}
        of_variant = _of_variant(product, variant, style) if variant else {}
        of_picture = _of_picture(*picture) if picture else {}
        known = {"handle": product["slug"], **of_product, **of_variant, **of_picture}
        written.append([cells.guarded(known.get(name, "")) for name in COLUMNS])
    return written


def _of_product(product: Row, path: Path) -> dict[str, str]:
    vendor = product["attributes"].get("Vendor")
    return {
        "title": product["title"],
        "body": product["description_html"],
        "vendor": vendor if isinstance(vendor, str) else "",
        "type": path[-1]["title"] if path else "",
        "tags": cells.tags(product["tags"]),
        "published": cells.flag(product["status"] == "active"),
        "status": product["status"],
        "seo_title": product["seo"]["title"],
        "seo_description": product["seo"]["description"],
        "description": product["description"],
        "category": "/".join(each["slug"] for each in path),
        "category_titles": cells.as_json([each["title"] for each in path]),
        "attributes": cells.as_json(product["attributes"]),
        "position": str(product["position"]),
    }


def _of_variant(product: Row, variant: dict[str, Any], style: str) -> dict[str, str]:
    options = list(variant["options"].items()) if product["options"] else [DEFAULT]
    named: dict[str, str] = {}
    for number, (name, value) in enumerate(options, start=1):
        named |= {f"option{number}_name": name, f"option{number}_value": value}
    is_counted, sells_on = variant["stock"] is not None, variant["backorder"]
    policy = cells.flag(sells_on) if style == "new" else "continue" if sells_on else "deny"
    before = variant["compare_at_price"]
    return named | {
        "sku": cells.optional(variant["sku"]),
        "barcode": cells.optional(variant["barcode"]),
        "price": variant["price"]["amount"],
        "currency": variant["price"]["currency"],
        "compare_at_price": before["amount"] if before else "",
        "tracker": "shopify" if is_counted else "",
        "stock": cells.optional(variant["stock"]),
        "policy": policy,
        "weight_grams": cells.optional(variant["weight_grams"]),
        "weight_unit": "" if variant["weight_grams"] is None else "g",
    }


def _of_picture(position: int, picture: dict[str, Any]) -> dict[str, str]:
    return {
        "image": picture["url"],
        "image_position": str(position),
        "alt": picture["alt"],
        "image_sha256": cells.optional(picture["media"]),
    }


COLUMNS = (
    *("handle", "title", "body", "vendor", "type", "tags", "published", "status"),
    *(f"option{number}_{part}" for number in (1, 2, 3) for part in ("name", "value")),
    *("sku", "barcode", "price", "compare_at_price", "tracker", "stock", "policy", "weight_grams"),
    *("weight_unit", "image", "image_position", "alt", "seo_title", "seo_description"),
    *("description", "category", "category_titles", "attributes", "position", "currency", "image_sha256"),
)
"""What stands below each of the headers."""
