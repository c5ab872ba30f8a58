"""The demo shop's data: read from `catalog/*.yaml` into what the loader sends and the potter renders.

A product without `variants` has exactly one, made from its own sku, price and stock.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
CATALOG = HERE / "catalog"
PICTURES = HERE / "pictures"

_VARIANT_KEYS = ("sku", "barcode", "stock")


@dataclass(frozen=True)
class Picture:
    name: str
    alt: str
    look: dict[str, Any]

    @property
    def path(self) -> Path:
        return PICTURES / f"{self.name}.jpg"


@dataclass(frozen=True)
class Product:
    category: str
    currency: str
    data: dict[str, Any]

    @property
    def slug(self) -> str:
        return str(self.data["slug"])

    @cached_property
    def pictures(self) -> list[Picture]:
        look = self.data["look"]
        return [
            Picture(f"{self.slug}-{number}", given["alt"], {**look, **given})
            for number, given in enumerate(self.data["pictures"], 1)
        ]

    @cached_property
    def variants(self) -> list[dict[str, Any]]:
        """The variants in wire form; prices in the shop's currency, weights in grams."""
        return [self._variant({**self.data, "options": {}, **v}) for v in self.data.get("variants", [{}])]

    def _variant(self, given: dict[str, Any]) -> dict[str, Any]:
        variant = {key: given[key] for key in _VARIANT_KEYS if key in given}
        variant |= {"price": self._money(given["price"]), "weight_grams": given["weight"]}
        if "compare_at" in given:
            variant["compare_at_price"] = self._money(given["compare_at"])
        if given["options"]:
            variant["options"] = given["options"]
        return variant

    def _money(self, amount: str) -> dict[str, str]:
        return {"amount": amount, "currency": self.currency}

    def wire(self, media: dict[str, str], position: int) -> dict[str, Any]:
        """The body of `POST /v1/products`; `media` gives the content address of each picture by its name."""
        data = self.data
        return {
            "slug": self.slug,
            "title": data["title"],
            "description": data["description"],
            "status": data.get("status", "active"),
            "category": self.category,
            "tags": data["tags"],
            "attributes": data["attributes"],
            "options": data.get("options", []),
            "variants": self.variants,
            "position": position,
            "images": [{"media": media[p.name], "alt": p.alt} for p in self.pictures],
        }


@dataclass(frozen=True)
class Shop:
    """`products` stand in the order in which customers see them; `newest` are to be created last."""

    settings: dict[str, str]
    categories: list[dict[str, str]]
    products: list[Product]
    newest: list[str]


def read_shop() -> Shop:
    """The whole shop, from the files of the catalog."""
    studio = _read(CATALOG / "studio.yaml")
    shelves = [_read(path) for path in sorted(CATALOG.glob("[0-9]*.yaml"))]
    currency = studio["settings"]["currency"]
    products = [
        [Product(shelf["category"]["slug"], currency, data) for data in shelf["products"]]
        for shelf in shelves
    ]
    arranged = _arranged(products, studio["window"])
    return Shop(studio["settings"], [shelf["category"] for shelf in shelves], arranged, studio["newest"])


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _arranged(shelves: list[list[Product]], window: list[str]) -> list[Product]:
    """The window first, then one product of each category in turn."""
    by_turns = [product for row in zip_longest(*shelves) for product in row if product is not None]
    shown = {product.slug: product for product in by_turns}
    return [shown[slug] for slug in window] + [product for product in by_turns if product.slug not in window]
