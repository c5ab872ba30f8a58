"""The storefront: pages for customers, made from what the read API answers."""

from flask import Flask

from frontend import assets, findable, old, pages, problems, reading, security
from frontend.api import Api
from frontend.catalog import Catalog
from frontend.settings import Settings
from revision_cache.middleware import RevisionCache
from revision_cache.shelf import Shelf
from service_defaults.app import add_service_defaults
from service_defaults.permissions import enforce_permissions
from service_defaults.settings import load


def create_app() -> Flask:
    settings = load(Settings)
    app = Flask(__name__, static_folder=None)
    app.config.update(BUILD=settings.build)
    app.extensions["catalog"] = catalog = Catalog(Api(str(settings.api_url)))
    shelf = Shelf(settings.keep_dir, settings.keep_bytes) if settings.keep_dir else None
    app.wsgi_app = RevisionCache(app.wsgi_app, catalog, settings.cache_bytes, shelf, old.admitted)  # type: ignore[method-assign]
    add_service_defaults(app, name="frontend", settings=settings, ready={}, page=problems.page)
    app.after_request(reading.tag)
    security.add_headers(app)
    assets.add_assets(app)
    pages.add_pages(app, shop_url=str(settings.shop_url))
    findable.add_findable(app, shop_url=str(settings.shop_url))
    enforce_permissions(app, security.refuse)
    return app
