"""A handful of products, as the read API sends them."""

from hashlib import sha256
from typing import Any

HOSTILE = '<script>alert("pots")</script> & "sons"'

SHOP = {
    "name": "Kiln & Clay",
    "tagline": "Pots for every day",
    "about": "Thrown, glazed and fired in one small room.",
    "currency": "EUR",
    "locale": "en",
    "contact_email": "hello@kiln.example",
    "revision": 7,
}


def money(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "EUR"}


def image(name: str, alt: str = "A pot") -> dict[str, Any]:
    media = sha256(name.encode()).hexdigest()
    address = f"/v1/media/{media}"
    sources = [
        {
            "type": f"image/{name}",
            "srcset": ", ".join(f"{address}/{n}.{ending} {n}w" for n in (320, 640, 1200)),
        }
        for name, ending in (("avif", "avif"), ("webp", "webp"), ("jpeg", "jpg"))
    ]
    size = {"width": 1200, "height": 1500, "color": "#b9a58c"}
    srcset = sources[1]["srcset"]
    shown = {"url": f"{address}/1200.jpg", "alt": alt, "srcset": srcset, "sources": sources}
    return {"media": media, **shown, **size}


def variant(
    amount: str, *, was: str | None = None, stock: int | None = None, **options: str
) -> dict[str, Any]:
    return {
        "id": f"v-{amount}-{'-'.join(options.values())}",
        "sku": f"SKU-{amount}",
        "barcode": None,
        "price": money(amount),
        "compare_at_price": money(was) if was else None,
        "stock": stock,
        "backorder": False,
        "available": stock != 0,
        "weight_grams": 420,
        "options": options,
    }


def product(slug: str, title: str, *variants: dict[str, Any], **given: Any) -> dict[str, Any]:
    prices = sorted((one["price"] for one in variants), key=lambda price: float(price["amount"]))
    fields = {
        "id": f"id-of-{slug}",
        "slug": slug,
        "title": title,
        "description": f"**{slug}**",
        "description_html": f"<p><strong>{slug}</strong></p>",
        "status": "active",
        "category": {"slug": "mugs", "title": "Mugs"},
        "tags": ["blue"],
        "attributes": {"made_in": "Faenza", "dishwasher_safe": True, "height_cm": 9.5},
        "options": list(variants[0]["options"]),
        "variants": list(variants),
        "price_range": {"min": prices[0], "max": prices[-1]},
        "available": any(one["available"] for one in variants),
        "images": [image(slug)],
        "seo": {"title": None, "description": None},
        "created_at": "2026-03-01T09:00:00Z",
        "updated_at": "2026-03-02T10:30:00Z",
    }
    return fields | given


def category(slug: str, title: str, parent: str | None = None, **given: Any) -> dict[str, Any]:
    fields = {"slug": slug, "title": title, "description": f"All {title}.", "parent": parent}
    return fields | {"product_count": 3, "image": image(slug)} | given


CATEGORIES = [
    category("mugs", "Mugs"),
    category("espresso", "Espresso cups", parent="mugs"),
    category("vases", "Vases", image=None),
    category("bad", f"{HOSTILE} pots", description=f"{HOSTILE} in heaps"),
]

PRODUCTS = [
    product("mug", "Mug", variant("28.00", stock=12)),
    product(
        "tall-mug",
        "Tall mug",
        variant("30.00", was="36.00", stock=2, Glaze="Celadon"),
        variant("34.00", stock=0, Glaze="Tenmoku"),
        images=[image("tall-mug-1", "Front"), image("tall-mug-2", "Back")],
    ),
    product(
        "cup", "Cup", variant("1234.50", stock=0), category={"slug": "espresso", "title": "Espresso cups"}
    ),
    product("bare", "Bare", variant("9.00"), category=None, images=[], tags=[], attributes={}),
    product(
        "hostile",
        HOSTILE,
        variant("5.00") | {"options": {HOSTILE: HOSTILE}},
        category={"slug": "bad", "title": f"{HOSTILE} pots"},
        tags=[HOSTILE],
        attributes={HOSTILE: HOSTILE},
        images=[image("hostile", f"{HOSTILE} from above")],
        seo={"title": HOSTILE, "description": HOSTILE},
    ),
    *(product(f"vase-{n}", f"Vase {n}", variant("50.00"), tags=["tall"]) for n in range(1, 31)),
]
for vase in PRODUCTS[5:]:
    vase["category"] = {"slug": "vases", "title": "Vases"}

MOVED = {"old-mug": "mug"}
WITHDRAWN = {"lost-mug"}
MISSPELT = {"tal": "tall", "zepelin": "zeppelin"}
