from flask import Blueprint, redirect, url_for
from werkzeug import Response

from frontend.catalog import Moved
from frontend.offers import was_price, with_prior_prices
from frontend.pages.category import trail
from frontend.pages.render import catalog, categories, render
from frontend.wire import LowestPrice, Product
from service_defaults.permissions import PUBLIC, permission

RELATED = 4

blueprint = Blueprint("product", __name__)


@blueprint.get("/products/<slug>")
@permission(PUBLIC)
def product(slug: str) -> Response | str:
    try:
        found = catalog().product(slug)
    except Moved as moved:
        return _moved_to(moved.slug)
    if found["slug"] != slug:
        return _moved_to(found["slug"])
    category = found["category"]
    known: list[LowestPrice] = []
    if any(map(was_price, found["variants"])):
        known = catalog().lowest_prices(found["id"])
        found = with_prior_prices(found, known)
    path = trail(categories(), category["slug"] if category else None)
    prior = any(one["lowest"] for one in known)
    return render("product.html", product=found, path=path, prior=prior, related=_related(found))


def _moved_to(slug: str) -> Response:
    return redirect(url_for("product.product", slug=slug), 301)


def _related(product: Product) -> list[Product]:
    if product["category"] is None:
        return []
    listing = catalog().products(category=product["category"]["slug"], limit=RELATED + 1)
    return [other for other in listing["items"] if other["id"] != product["id"]][:RELATED]
