from flask import Blueprint, request

from frontend.filters import read_filters
from frontend.pages.render import catalog, render
from service_defaults.permissions import PUBLIC, permission

SUGGESTED = 4

blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
@permission(PUBLIC)
def search() -> str:
    filters = read_filters(request.args)
    listing = catalog().products(**filters.parameters())
    suggested = [] if listing["items"] else catalog().products(limit=SUGGESTED)["items"]
    return render("search.html", filters=filters, listing=listing, suggested=suggested)
