"""The storefront: pages for customers, made from what the read API answers."""

from flask import Flask

from frontend import assets, pages, problems, security
from frontend.catalog import Catalog
from frontend.settings import Settings
from service_defaults.app import add_service_defaults
from service_defaults.http_client import HttpClient
from service_defaults.permissions import enforce_permissions
from service_defaults.settings import load


def create_app() -> Flask:
    settings = load(Settings)
    app = Flask(__name__, static_folder=None)
    catalog = Catalog(HttpClient(str(settings.api_url)))
    app.extensions["catalog"] = catalog
    add_service_defaults(
        app, name="frontend", settings=settings, ready={"api": catalog.shop}, page=problems.page
    )
    security.add_headers(app)
    assets.add_assets(app)
    pages.add_pages(app, shop_url=str(settings.shop_url))
    enforce_permissions(app, security.refuse)
    return app
