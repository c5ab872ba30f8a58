"""The owner's tool."""

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from admin_ui import assets, categories, pages, products, sessions
from admin_ui.catalog import check_api
from admin_ui.settings import Settings
from admin_ui.visitors import VisitorsClient
from service_defaults.app import add_service_defaults
from service_defaults.permissions import enforce_permissions
from service_defaults.settings import load


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application; settings come from the environment unless given."""
    settings = settings or load(Settings)
    app = Flask(__name__, static_folder=None)
    app.config.from_mapping(pages.configuration(settings))
    http = app.extensions["api"] = VisitorsClient(settings.api_url)
    add_service_defaults(
        app, name="admin-ui", settings=settings, ready={"api": check_api(http)}, page=pages.problem_page
    )
    CSRFProtect(app)
    for part in (assets, pages, sessions, products, categories):
        part.init_app(app)
    enforce_permissions(app, sessions.authenticate)
    return app
