"""Decides what is said of a product's price and of whether it can be had."""

from decimal import Decimal
from typing import NamedTuple

from frontend.formats import number
from frontend.messages import gettext as _
from frontend.messages import ngettext
from frontend.wire import Money, Product, Variant

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


def availability(variant: Variant) -> str:
    stock = variant["stock"]
    if not variant["available"]:
        return _("Sold out")
    if stock is not None and stock <= 0:
        return _("Made to order")
    if stock is not None and stock <= FEW:
        return ngettext("Only %(stock)s left", "Only %(stock)s left", stock, stock=number(stock))
    return _("In stock")
