"""What other programs find of the shop: search engines, link previews, feed readers, Google."""

from flask import Flask

from frontend.findable import atom, canonical, merchant, robots, sitemap, structured
from frontend.findable.addresses import absolute


def add_findable(app: Flask, *, shop_url: str) -> None:
    app.config["SHOP_URL"] = shop_url.rstrip("/")
    app.jinja_env.filters["absolute"] = absolute
    app.jinja_env.globals.update(
        structured=structured, canonical=canonical.canonical, is_for_index=canonical.is_for_index
    )
    for feature in (atom, merchant, robots, sitemap):
        app.register_blueprint(feature.blueprint)
