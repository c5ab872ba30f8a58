"""Decides what a customer sees when there is no page: what happened, in plain words, and where to go."""

from flask import current_app, g, render_template

from frontend.catalog import Catalog
from frontend.wire import Category, Product, Shop
from service_defaults.problems import Problem

WORDS = {
    400: ("That didn’t make sense to us", "Part of the address was not understood."),
    404: ("This page is not here", "The address may be mistyped, or what was here has moved."),
    410: ("This piece has left the shop", "It is no longer offered. Perhaps one of these instead?"),
    503: ("Back in a moment", "The shop cannot reach its catalog just now. Please try again shortly."),
}
FAULT = ("Something broke", "The fault is ours. Please try again in a moment.")
HELPFUL = {404, 410}


def page(problem: Problem) -> str:
    """The problem as an HTML page; made without the API where the API is the problem."""
    heading, explanation = WORDS.get(problem.status, FAULT if problem.status >= 500 else WORDS[400])
    shop, categories, products = _surroundings(helpful=problem.status in HELPFUL)
    g.shop = shop
    return render_template(
        "problem.html",
        shop=shop,
        categories=categories,
        products=products,
        status=problem.status,
        heading=heading,
        explanation=explanation,
    )


def _surroundings(*, helpful: bool) -> tuple[Shop | None, list[Category], list[Product]]:
    catalog: Catalog = current_app.extensions["catalog"]
    if not helpful:
        return (*catalog.last_known(), [])
    try:
        return catalog.shop(), catalog.categories(), catalog.products(limit=4, in_stock="true")["items"]
    except Problem:
        return (*catalog.last_known(), [])
