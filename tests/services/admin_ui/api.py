"""What the stand-in for both of the catalog's APIs holds, and the switches by which tests make it fail."""

import copy
import re
import uuid
from dataclasses import dataclass, field
from typing import Any

from flask import Response

EMAIL, PASSWORD = "owner@mstore.localhost", "a long enough password"
KEY = "a signing key of the tests, which nobody verifies"
OWNER = "catalog:read catalog:write accounts:write account"
AMOUNT = re.compile(r"\d+(\.\d{1,2})?")
NOW = "2026-11-20T10:00:00Z"
VARIANT = {
    "sku": None,
    "barcode": None,
    "compare_at_price": None,
    "stock": None,
    "backorder": False,
    "weight_grams": None,
    "options": {},
}
PRODUCT = {
    "description": "",
    "status": "draft",
    "category": None,
    "tags": [],
    "attributes": {},
    "options": [],
    "images": [],
    "seo": {},
}
Json = dict[str, Any]


class Problem(Exception):
    def __init__(
        self, status: int, slug: str, detail: str, headers: Json | None = None, **members: Any
    ) -> None:
        self.status, self.headers = status, headers or {}
        self.body = {
            "type": f"https://mstore.com/problems/{slug}",
            "status": status,
            "detail": detail,
            **members,
        }


@dataclass
class Api:
    products: dict[str, Json] = field(default_factory=dict)
    categories: dict[str, Json] = field(default_factory=dict)
    number: int = 40
    nonce: str = "9f3ac2d17be04415"
    scope: str = OWNER
    password: str = PASSWORD
    one_time: bool = False
    code: str | None = None
    lifetime: int = 600
    paused: bool = False
    replicas_at: list[int] | None = None
    failing_reads: list[Problem] = field(default_factory=list)
    failing_logins: list[Problem] = field(default_factory=list)
    requests: list[tuple[str, str, Json]] = field(default_factory=list)
    refresh_tokens: set[str] = field(default_factory=set)
    answered: dict[str, Response] = field(default_factory=dict)

    @property
    def token(self) -> str:
        return f"{self.number}.{self.nonce}"

    def tag(self, thing: Json) -> str:
        return f'"{thing["revision"]}-{self.nonce[:8]}.dev"'

    def sent(self, method: str, path: str = "") -> list[Json]:
        """The headers of each request of this method whose path begins so."""
        return [
            headers for verb, where, headers in self.requests if verb == method and where.startswith(path)
        ]

    def add(self, title: str = "Mug", price: str = "28.00", **more: Any) -> Json:
        """A product, as one revision."""
        plain = {"price": {"amount": price, "currency": "EUR"}}
        return self.store({"title": title, "variants": [plain]} | more, None)

    def add_category(self, title: str, **more: Any) -> Json:
        self.number += 1
        slug = title.lower()
        category = {"id": str(uuid.uuid4()), "slug": slug, "title": title, "description": "", "parent": None}
        self.categories[category["id"]] = category | {"product_count": 0, "revision": self.number} | more
        return self.categories[category["id"]]

    def store(self, body: Json, old: Json | None) -> Json:
        new = copy.deepcopy(
            PRODUCT | (old or {"id": str(uuid.uuid4()), "created_at": NOW, "deleted_at": None}) | body
        )
        refuse_faults(new)
        new.setdefault("slug", new["title"].lower().replace(" ", "-"))
        if isinstance(new["category"], str):
            new["category"] = next(c for c in self.categories.values() if c["slug"] == new["category"])
        new["variants"] = [
            VARIANT | {"id": str(uuid.uuid4())} | v | {"available": v.get("stock") != 0}
            for v in new["variants"]
        ]
        new["images"] = [picture(image["media"]) | {"alt": image["alt"]} for image in new["images"]]
        prices = sorted((v["price"] for v in new["variants"]), key=lambda price: float(price["amount"]))
        self.number += 1
        new |= {
            "price_range": {"min": prices[0], "max": prices[-1]},
            "revision": self.number,
            "updated_at": NOW,
        }
        self.products[new["id"]] = new
        return new


def refuse_faults(product: Json) -> None:
    """A few of the faults of the real one, enough to see each kind of pointer."""
    faults = {} if product["title"] else {"/title": "May not be empty."}
    for row, variant in enumerate(product["variants"]):
        faults |= faults_of_variant(f"/variants/{row}", variant, product["options"])
    if product["seo"].get("title") == "bad":
        faults |= {"/seo/title": "That is bad.", "/attributes/depth": "That is odd."}
    if faults:
        errors = [{"pointer": pointer, "detail": detail} for pointer, detail in faults.items()]
        raise Problem(422, "invalid-body", "The body is faulty.", errors=errors)


def faults_of_variant(pointer: str, variant: Json, options: list[str]) -> dict[str, str]:
    faults = {
        f"{pointer}/options/{name}": "May not be empty."
        for name in options
        if not variant["options"].get(name)
    }
    if variant["price"] is None:
        faults[f"{pointer}/price"] = "Field may not be null."
    elif not AMOUNT.fullmatch(variant["price"]["amount"]):
        faults[f"{pointer}/price/amount"] = "Decimal text, not negative, with at most 2 decimal places."
    if not isinstance(variant.get("stock", 0), int | None):
        faults[f"{pointer}/stock"] = "Not a valid integer."
    return faults


def picture(media: str) -> Json:
    url = f"/v1/media/{media}"
    return {
        "media": media,
        "url": f"{url}/640.jpg",
        "srcset": f"{url}/160.webp 160w, {url}/640.webp 640w",
        "width": 640,
        "height": 640,
        "color": "#b0a090",
    }
