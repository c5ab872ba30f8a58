"""Decides what Google Merchant Center is told: of what lacks a required attribute nothing, not a guess."""

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal

from flask import Blueprint, Response, stream_template

from frontend.findable import wares
from frontend.findable.addresses import absolute
from frontend.findable.documents import stream
from frontend.offers import was_price
from frontend.pages.render import catalog
from frontend.wire import Image, Money, Product, Variant
from service_defaults.http_client import Unavailable
from service_defaults.permissions import PUBLIC, permission

LONGEST_ID, LONGEST_TITLE, LONGEST_DESCRIPTION, LONGEST_BRAND, LONGEST_TRAIT = 50, 150, 5000, 70, 100
MORE_PICTURES = 10
SMALLEST = 500
"""Pixels a side that a picture has at least."""

Item = list[tuple[str, str]]
"""Attributes by name, some of them more than once."""

blueprint = Blueprint("merchant", __name__)


@blueprint.get("/merchant.xml")
@permission(PUBLIC)
def merchant() -> Response:
    """Every variant that can be offered, as RSS 2.0: written while the catalog is read."""
    shop, snapshot = catalog().shop(), catalog().snapshot()
    offered = (item for product in _products(snapshot.iter_lines(65_536)) for item in items(product))
    pieces = stream_template("findable/merchant.xml", shop=shop, items=offered)
    response = Response(stream(pieces), content_type="text/xml; charset=utf-8")
    response.call_on_close(snapshot.close)
    return response


def items(product: Product) -> Iterator[Item]:
    """Those of its variants that have all that is required."""
    pictures = [image for image in product["images"] if min(image["width"], image["height"]) >= SMALLEST]
    for variant in product["variants"]:
        # A back order needs the day on which it ends, and the catalog knows of none.
        is_whole = Decimal(variant["price"]["amount"]) > 0 and wares.availability(variant) != "backorder"
        if pictures and is_whole:
            yield [*_always(product, variant, pictures), *_where_known(product, variant)]


def _always(product: Product, variant: Variant, pictures: list[Image]) -> Item:
    sku = variant["sku"]
    first, *others = (absolute(image["url"]) for image in pictures)
    return [
        ("id", sku if sku and len(sku) <= LONGEST_ID else variant["id"]),
        ("title", wares.name(product, variant)[:LONGEST_TITLE]),
        ("description", wares.description(product)[:LONGEST_DESCRIPTION]),
        ("link", absolute(f"/products/{product['slug']}")),
        ("image_link", first),
        *(("additional_image_link", other) for other in others[:MORE_PICTURES]),
        ("availability", wares.availability(variant)),
        *_prices(variant),
        ("condition", "new"),
    ]


def _prices(variant: Variant) -> Item:
    was, now = was_price(variant), _money(variant["price"])
    return [("price", _money(was)), ("sale_price", now)] if was else [("price", now)]


def _where_known(product: Product, variant: Variant) -> Item:
    gtin, brand = wares.gtin(variant), wares.brand(product)
    known = {"gtin": gtin, "brand": brand and brand[:LONGEST_BRAND]}
    known |= {name: value[:LONGEST_TRAIT] for name, value in wares.traits(product, variant).items()}
    if not gtin:
        known["identifier_exists"] = "no"
    if len(product["variants"]) > 1:
        known["item_group_id"] = product["id"]
    return [(name, value) for name, value in known.items() if value]


def _money(money: Money) -> str:
    return f"{money['amount']} {money['currency']}"


def _products(lines: Iterable[bytes]) -> Iterator[Product]:
    """The products of a snapshot; raises Unavailable when it breaks off, so that the feed does too."""
    for line in lines:
        told = json.loads(line)
        if told.get("entity") == "product":
            yield told["value"]
        elif "end" in told:
            return
    raise Unavailable
