"""A product as a line of JSON: what an import takes, and nothing that another shop would have otherwise."""

from typing import Any

from read_api.export.queries import Path, Row

AS_IT_IS = ("slug", "title", "description", "status", "tags", "attributes", "options")
SHOP_S_OWN = ("id", "available")


def document(product: Row, path: Path, awaited: list[Row], origin: str) -> dict[str, Any]:
    """The product. A picture that is still to be fetched stands in its place among the others."""
    return {
        **{name: product[name] for name in AS_IT_IS},
        "category": path,
        "variants": [
            {name: value for name, value in variant.items() if name not in SHOP_S_OWN}
            for variant in product["variants"]
        ],
        "images": images(product, awaited, origin),
        "seo": product["seo"],
        "position": product["position"],
    }


def images(product: Row, awaited: list[Row], origin: str) -> list[dict[str, Any]]:
    """By SHA-256 and by address. What is awaited keeps the address, and perhaps the SHA-256, of its file."""
    shown = [
        {"media": image["media"], "url": origin + image["url"], "alt": image["alt"]}
        for image in product["images"]
    ]
    for picture in awaited:
        place = picture["position"] // 1024 - 1
        shown.insert(
            max(0, place), {"media": picture["sha256"], "url": picture["url"], "alt": picture["alt"]}
        )
    return shown
