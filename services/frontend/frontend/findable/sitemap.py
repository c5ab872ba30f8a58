"""Decides in how many parts the sitemap comes: each takes few calls, is made at once and kept like a page."""

from math import ceil

from flask import Blueprint, Response

from frontend.findable.documents import document
from frontend.pages.render import catalog, categories
from frontend.wire import Product
from service_defaults.permissions import PUBLIC, permission
from service_defaults.problems import Problem

AT_ONCE = 100
CALLS = 10
FIELDS = "slug,images,updated_at"

blueprint = Blueprint("sitemap", __name__)


@blueprint.get("/sitemap.xml")
@permission(PUBLIC)
def sitemap() -> Response:
    """The only part, or an index of the parts (sitemaps.org, protocol 0.9)."""
    total = catalog().products(limit=1, fields="slug")["total"]
    parts = ceil(total / (AT_ONCE * CALLS))
    if parts <= 1:
        return _part(1)
    return document("findable/sitemap_index.xml", parts=range(1, parts + 1))


@blueprint.get("/sitemaps/<int(min=1, max=50000):number>.xml")
@permission(PUBLIC)
def part(number: int) -> Response:
    """One part of several; 404 where there are not so many."""
    return _part(number)


def _part(number: int) -> Response:
    products = _products(number)
    if number > 1 and not products:
        raise Problem(404, "not-found", f"The sitemap has no part {number}.")
    kinds = categories() if number == 1 else []
    return document("findable/sitemap.xml", is_first=number == 1, categories=kinds, products=products)


def _products(number: int) -> list[Product]:
    """Those of one part. In the order of their making: a new one changes the last part alone."""
    found: list[Product] = []
    first = (number - 1) * CALLS + 1
    for page in range(first, first + CALLS):
        items = catalog().products(sort="created", limit=AT_ONCE, page=page, fields=FIELDS)["items"]
        found += items
        if len(items) < AT_ONCE:
            break
    return found
