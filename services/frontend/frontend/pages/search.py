from flask import Blueprint, Response, jsonify, request

from frontend.filters import LONGEST, read_filters
from frontend.pages.listing import page_of
from frontend.pages.render import catalog, render
from service_defaults.permissions import PUBLIC, permission

SUGGESTED = 4
SUGGESTIONS = 8

blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
@permission(PUBLIC)
def search() -> str:
    filters = read_filters(request.args)
    listing = page_of(filters)
    suggested = [] if listing["items"] else catalog().products(limit=SUGGESTED)["items"]
    return render("search.html", filters=filters, listing=listing, suggested=suggested)


@blueprint.get("/suggest")
@permission(PUBLIC)
def suggest() -> Response:
    """Words to search for, for a script; nothing where nothing was typed."""
    words = request.args.get("q", "").strip()[:LONGEST]
    if not words:
        return jsonify(suggestions=[])
    found = catalog().suggest(words)
    titled = [one["title"] for one in (*found["categories"], *found["products"])]
    return jsonify(suggestions=list(dict.fromkeys([*found["searches"][:3], *titled]))[:SUGGESTIONS])
