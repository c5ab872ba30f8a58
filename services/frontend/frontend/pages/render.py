from flask import current_app, g, render_template

from frontend.catalog import Catalog
from frontend.wire import Category


def catalog() -> Catalog:
    found: Catalog = current_app.extensions["catalog"]
    return found


def categories() -> list[Category]:
    """All categories, asked for once a request."""
    if "categories" not in g:
        g.categories = catalog().categories()
    known: list[Category] = g.categories
    return known


def render(template: str, **context: object) -> str:
    """A page in the shop's frame: its name, its categories, its locale."""
    g.shop = catalog().shop()
    return render_template(template, shop=g.shop, categories=categories(), **context)
