"""What is new in the shop, for feed readers (RFC 4287)."""

from flask import Blueprint, Response, g

from frontend.findable.documents import document
from frontend.pages.render import catalog
from service_defaults.permissions import PUBLIC, permission

ENTRIES = 30
LONG_AGO = "1970-01-01T00:00:00Z"

blueprint = Blueprint("atom", __name__)


@blueprint.get("/feed.atom")
@permission(PUBLIC)
def feed() -> Response:
    g.shop = catalog().shop()
    newest = catalog().products(sort="-created", limit=ENTRIES)["items"]
    updated = max((product["updated_at"] for product in newest), default=LONG_AGO)
    about = {"shop": g.shop, "products": newest, "updated": updated}
    return document("findable/atom.xml", "application/atom+xml", **about)
