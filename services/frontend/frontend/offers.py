"""Decides what is said of a product's price and of whether it can be had."""

from decimal import Decimal
from typing import NamedTuple, cast

from frontend.formats import number
from frontend.messages import gettext as _
from frontend.messages import ngettext
from frontend.wire import LowestPrice, Money, Product, Variant

FEW = 3


class Offer(NamedTuple):
    price: Money
    was: Money | None
    starting: bool


def offer(product: Product) -> Offer:
    """The lowest price, what that variant cost before, and whether others cost more."""
    lowest, highest = product["price_range"]["min"], product["price_range"]["max"]
    cheapest = [variant for variant in product["variants"] if variant["price"]["amount"] == lowest["amount"]]
    was = next((was_price(variant) for variant in cheapest if was_price(variant)), None)
    return Offer(lowest, was, starting=lowest["amount"] != highest["amount"])


def was_price(variant: Variant) -> Money | None:
    """The compare-at price, if it is indeed higher."""
    was = variant["compare_at_price"]
    higher = was is not None and Decimal(was["amount"]) > Decimal(variant["price"]["amount"])
    return was if higher else None


def with_prior_prices(product: Product, known: list[LowestPrice]) -> Product:
    """The product, reduced from what it cost at least in the 30 days before (Directive 98/6/EC, article 6a).

    Where nobody knows what was charged before, the owner's word stands.
    """
    lowest = {one["id"]: one["lowest"] for one in known}
    variants = [
        variant | {"compare_at_price": lowest.get(variant["id"]) or variant["compare_at_price"]}
        if was_price(variant)
        else variant
        for variant in product["variants"]
    ]
    return cast("Product", {**product, "variants": variants})


def availability(variant: Variant) -> str:
    stock = variant["stock"]
    if not variant["available"]:
        return _("Sold out")
    if stock is not None and stock <= 0:
        return _("Made to order")
    if stock is not None and stock <= FEW:
        return ngettext("Only %(stock)s left", "Only %(stock)s left", stock, stock=number(stock))
    return _("In stock")
