"""The shop's pages: what each shows, and what all of them share."""

from flask import Flask

from frontend import attributes, facets, filters, formats, messages, offers
from frontend.pages import about, category, home, product, search


def add_pages(app: Flask, *, shop_url: str) -> None:
    formats.add_formats(app)
    messages.add_messages(app)
    attributes.add_attributes(app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["was"] = offers.was_price
    app.jinja_env.globals.update(
        shop_url=shop_url.rstrip("/"),
        offer=offers.offer,
        was_price=offers.was_price,
        availability=offers.availability,
        groups=facets.groups,
        chips=facets.chips,
        orders=facets.orders,
        near=filters.near,
    )
    for feature in (home, category, search, product, about):
        app.register_blueprint(feature.blueprint)
