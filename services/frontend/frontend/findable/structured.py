"""Decides what a page says of itself in the words of schema.org, as JSON-LD."""

from typing import Any

from frontend.findable import wares
from frontend.findable.addresses import absolute
from frontend.offers import was_price
from frontend.wire import Category, Product, Shop, Variant

SCHEMA = "https://schema.org/"
AVAILABILITY = {"in_stock": "InStock", "out_of_stock": "OutOfStock", "backorder": "BackOrder"}

Data = dict[str, Any]


def home(shop: Shop) -> Data:
    """Who runs the shop, and how it is searched."""
    address = absolute("/")
    organization = {
        "@type": "Organization",
        "@id": f"{address}#organization",
        "name": shop["name"],
        "url": address,
        "description": shop["about"] or shop["tagline"],
        "email": shop["contact_email"],
    }
    search = {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": f"{absolute('/search')}?q={{words}}"},
        "query-input": "required name=words",
    }
    site = {
        "@type": "WebSite",
        "name": shop["name"],
        "url": address,
        "publisher": {"@id": organization["@id"]},
        "potentialAction": search,
    }
    return _graph(_known(organization), site)


def category(shop: Shop, path: list[Category]) -> Data:
    """Where a category lies; the path ends in itself."""
    return _graph(_trail(shop, path))


def product(shop: Shop, found: Product, path: list[Category]) -> Data:
    """A product, or several that differ in their options, and where it lies."""
    is_single = len(found["variants"]) == 1
    about = _one(found, found["variants"][0]) if is_single else _several(found)
    here = (f"/products/{found['slug']}", found["title"])
    return _graph(about | _common(found), _trail(shop, path, here))


def _common(found: Product) -> Data:
    brand = wares.brand(found)
    common = {
        "name": found["title"],
        "description": wares.description(found),
        "url": absolute(f"/products/{found['slug']}"),
        "image": [absolute(image["url"]) for image in found["images"]],
        "category": found["category"]["title"] if found["category"] else None,
        "brand": {"@type": "Brand", "name": brand} if brand else None,
    }
    return _known(common)


def _several(found: Product) -> Data:
    traits = {name: wares.TELLING.get(name.lower()) for name in found["options"]}
    group = {
        "@type": "ProductGroup",
        "productGroupID": found["id"],
        "variesBy": [SCHEMA + trait for trait in traits.values() if trait],
        "hasVariant": [_variant(found, variant) for variant in found["variants"]],
    }
    return _known(group)


def _variant(found: Product, variant: Variant) -> Data:
    own = [
        {"@type": "PropertyValue", "name": name, "value": value}
        for name, value in variant["options"].items()
        if name.lower() not in wares.TELLING
    ]
    image = absolute(found["images"][0]["url"]) if found["images"] else None
    about = {"name": wares.name(found, variant), "image": image, "additionalProperty": own}
    return _one(found, variant) | _known(about)


def _one(found: Product, variant: Variant) -> Data:
    about = {"@type": "Product", "sku": variant["sku"], "gtin": wares.gtin(variant)}
    return _known(about | wares.traits(found, variant)) | {"offers": _offer(found, variant)}


def _offer(found: Product, variant: Variant) -> Data:
    was = was_price(variant)
    before = was and {
        "@type": "UnitPriceSpecification",
        "priceType": f"{SCHEMA}StrikethroughPrice",
        "price": was["amount"],
        "priceCurrency": was["currency"],
    }
    offer = {
        "@type": "Offer",
        "url": absolute(f"/products/{found['slug']}"),
        "price": variant["price"]["amount"],
        "priceCurrency": variant["price"]["currency"],
        "availability": SCHEMA + AVAILABILITY[wares.availability(variant)],
        "itemCondition": f"{SCHEMA}NewCondition",
        "priceSpecification": before,
    }
    return _known(offer)


def _trail(shop: Shop, path: list[Category], *last: tuple[str, str]) -> Data:
    categories = [(f"/categories/{one['slug']}", one["title"]) for one in path]
    items = [
        {"@type": "ListItem", "position": position, "name": title, "item": absolute(address)}
        for position, (address, title) in enumerate([("/", shop["name"]), *categories, *last], 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _graph(*things: Data) -> Data:
    return {"@context": SCHEMA, "@graph": list(things)}


def _known(data: Data) -> Data:
    """Without what nobody knows."""
    return {name: value for name, value in data.items() if value}
