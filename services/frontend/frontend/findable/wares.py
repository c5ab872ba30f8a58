"""Decides what other programs are told of a product's variants: which it is, and whether it can be had."""

from typing import Literal

from jinja2.filters import do_striptags

from frontend.wire import Product, Variant

Availability = Literal["in_stock", "out_of_stock", "backorder"]

TELLING = {
    "color": "color",
    "colour": "color",
    "farbe": "color",
    "size": "size",
    "größe": "size",
    "material": "material",
    "pattern": "pattern",
    "muster": "pattern",
}
"""Options and attributes that others know by a name of their own."""

BRANDS = ("brand", "vendor")
RESTRICTED = ("02", "04", "2", "98", "99")
"""Prefixes of GTINs that name nothing outside of one shop, or a coupon."""


def name(product: Product, variant: Variant) -> str:
    """The product's title, and what tells this variant from the others."""
    return ", ".join((product["title"], *variant["options"].values()))


def description(product: Product) -> str:
    """In plain words; the title where there are none."""
    words = do_striptags(product["description_html"])
    return words or product["seo"]["description"] or product["title"]


def availability(variant: Variant) -> Availability:
    stock = variant["stock"]
    if not variant["available"]:
        return "out_of_stock"
    return "backorder" if stock is not None and stock <= 0 else "in_stock"


def gtin(variant: Variant) -> str | None:
    """The barcode, if all the world knows it by that."""
    code = variant["barcode"] or ""
    whole = code[1:] if len(code) == 14 else code.zfill(13) if len(code) == 12 else code
    return None if not code or whole.startswith(RESTRICTED) else code


def brand(product: Product) -> str | None:
    """Where the catalog has one; the shop is not the brand of what it sells."""
    named = {key.lower(): value for key, value in product["attributes"].items() if isinstance(value, str)}
    return next((named[key] for key in BRANDS if named.get(key)), None)


def traits(product: Product, variant: Variant) -> dict[str, str]:
    """Color, size, material and pattern, as far as they are known; the variant's own come first."""
    said = {**product["attributes"], **variant["options"]}.items()
    known = ((TELLING.get(key.lower()), value) for key, value in said)
    return {name: value for name, value in known if name and isinstance(value, str)}
