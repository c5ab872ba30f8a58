from dataclasses import replace

from flask import Blueprint, request

from frontend.filters import read_filters
from frontend.pages.listing import page_of
from frontend.pages.render import categories, render
from frontend.wire import Category
from service_defaults.permissions import PUBLIC, permission
from service_defaults.problems import Problem

blueprint = Blueprint("category", __name__)


@blueprint.get("/categories/<slug>")
@permission(PUBLIC)
def category(slug: str) -> str:
    path = trail(categories(), slug)
    if not path:
        raise Problem(404, "not-found", f"No category has the slug '{slug}'.")
    filters = replace(read_filters(request.args), category="")
    listing = page_of(filters, category=slug)
    return render("category.html", category=path[-1], path=path[:-1], filters=filters, listing=listing)


def trail(known: list[Category], slug: str | None) -> list[Category]:
    """The category with this slug, preceded by those it lies in; empty when there is none."""
    by_slug = {category["slug"]: category for category in known}
    path: list[Category] = []
    while slug in by_slug:
        path.insert(0, by_slug.pop(slug))
        slug = path[0]["parent"]
    return path
