"""Decides what a customer sees when there is no page: what happened, in plain words, and where to go."""

import re

from flask import current_app, g, render_template, request

from frontend.catalog import Catalog
from frontend.filters import LONGEST
from frontend.messages import gettext as _
from frontend.wire import Category, Product, Shop
from service_defaults.problems import Problem

SHOWN = 4
MOST_WORDS = 6
HELPFUL = {404, 410}


def page(problem: Problem) -> str:
    """The problem as an HTML page; made without the API where the API is the problem."""
    shop, categories, products = _surroundings(helpful=problem.status in HELPFUL)
    g.shop = shop
    heading, explanation = words(problem.status)
    return render_template(
        "problem.html",
        shop=shop,
        categories=categories,
        products=products,
        status=problem.status,
        heading=heading,
        explanation=explanation,
    )


def words(status: int) -> tuple[str, str]:
    """What happened, and what that means."""
    if status == 404:
        return _("This page is not here"), _("The address may be mistyped, or what was here has moved.")
    if status == 410:
        return _("This piece has left the shop"), _("It is no longer offered. Perhaps one of these instead?")
    if status == 503:
        shortly = _("The shop cannot reach its catalog just now. Please try again shortly.")
        return _("Back in a moment"), shortly
    if status >= 500:
        return _("Something broke"), _("The fault is ours. Please try again in a moment.")
    return _("That didn’t make sense to us"), _("Part of the address was not understood.")


def _surroundings(*, helpful: bool) -> tuple[Shop | None, list[Category], list[Product]]:
    catalog: Catalog = current_app.extensions["catalog"]
    if not helpful:
        return (*catalog.last_known(), [])
    try:
        return catalog.shop(), catalog.categories(), _meant(catalog)
    except Problem:
        return (*catalog.last_known(), [])


def _meant(catalog: Catalog) -> list[Product]:
    """Products that the words of the address may stand for: all of them, then the last, then any."""
    words = re.findall(r"[^\W_]{3,}", request.path.rpartition("/")[2])[:MOST_WORDS]
    for sought in dict.fromkeys((" ".join(words), *words[-1:])):
        found = catalog.products(q=sought[:LONGEST], sort="relevance", limit=SHOWN)["items"] if sought else []
        if found:
            return found
    return catalog.products(limit=SHOWN, in_stock="true")["items"]
