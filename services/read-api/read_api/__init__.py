"""read-api: every GET of the catalog, answered from replicas."""

import json

from flask import Flask

from api_contract.addresses import answer_for_all, methods_by_path
from read_api.accounts.routes import accounts
from read_api.answers import describe_to_caches
from read_api.api_keys.routes import api_keys
from read_api.audit.routes import audit
from read_api.categories.routes import categories
from read_api.docs.document import document
from read_api.docs.routes import docs
from read_api.export.routes import export
from read_api.feed.routes import feed
from read_api.history.routes import history
from read_api.imports.routes import imports
from read_api.keys.routes import keys
from read_api.media.routes import media
from read_api.prices.routes import prices
from read_api.products.routes import products
from read_api.replicas.pools import connect_to
from read_api.search.routes import search
from read_api.sessions.routes import sessions
from read_api.settings import Settings
from read_api.shop.routes import shop
from read_api.status.routes import status
from read_api.tags.routes import tags
from revision_cache.middleware import RevisionCache
from service_defaults.app import add_service_defaults
from service_defaults.bearer import BearerTokens
from service_defaults.permissions import enforce_permissions
from service_defaults.settings import load

CATALOG = (products, prices, categories, tags, search, shop, feed, history, media, status)
MOVING = (imports, export)
ACCESS = (accounts, sessions, api_keys, audit, keys)
FEATURES = (*CATALOG, *MOVING, *ACCESS, docs)


def create_app(settings: Settings | None = None) -> Flask:
    settings = settings or load(Settings)
    key_set = json.loads(settings.key_set_file.read_text())
    replicas = connect_to(settings)
    app = Flask("read_api", static_folder=None)
    app.config.update(BUILD=settings.build, KEY_SET=key_set)
    app.extensions["replicas"] = replicas
    for feature in FEATURES:
        app.register_blueprint(feature)
    app.wsgi_app = RevisionCache(app.wsgi_app, replicas, settings.cache_bytes)  # type: ignore[method-assign]
    add_service_defaults(app, name="read-api", settings=settings, ready={"replica": replicas.require_one})
    app.after_request(describe_to_caches(settings))
    enforce_permissions(app, BearerTokens(key_set))
    answer_for_all(app, methods_by_path(document()))
    return app
