"""write-api: the one way to change the catalog, by HTTP, on the leader."""

import json
from pathlib import Path

from flask import Flask

from api_contract.addresses import answer_for_all
from service_defaults.app import add_service_defaults
from service_defaults.bearer import BearerTokens
from service_defaults.permissions import enforce_permissions
from service_defaults.settings import load
from write_api import cli, database
from write_api.accounts.routes import blueprint as accounts
from write_api.api_keys.routes import blueprint as api_keys
from write_api.batch.routes import blueprint as batch
from write_api.categories.routes import blueprint as categories
from write_api.factors.routes import Means
from write_api.factors.routes import blueprint as factors
from write_api.history.routes import blueprint as history
from write_api.imports.routes import blueprint as imports
from write_api.media.routes import LARGEST_PICTURE
from write_api.media.routes import blueprint as media
from write_api.parts.routes import blueprint as parts
from write_api.products.routes import blueprint as products
from write_api.sessions.routes import blueprint as sessions
from write_api.sessions.signing import SigningKeys
from write_api.settings import Settings
from write_api.shop.routes import blueprint as shop
from write_api.tags.routes import blueprint as tags

# Of a body that comes in chunks werkzeug keeps so much, and says nothing: one byte more than may be tells.
MOST_READ = LARGEST_PICTURE + 1
CATALOG = (products, parts, categories, tags, shop, media, history, batch, imports)
ACCESS = (sessions, factors, accounts, api_keys)
FEATURES = (*CATALOG, *ACCESS)
METHODS = Path(__file__).parent / "methods.json"  # of all addresses, made by `make openapi`


def create_app() -> Flask:
    """The service, as the environment sets it. Exits, naming each, when settings are missing or invalid."""
    settings = load(Settings)
    app = Flask(__name__, static_folder=None)
    app.config.update(BUILD=settings.build, MAX_CONTENT_LENGTH=MOST_READ)
    # Ready without a leader, too: it says `writes-paused` itself, and goes on when there is a leader again.
    add_service_defaults(app, name="write-api", settings=settings, ready={})
    database.connect(app, settings)
    key = SigningKeys.read(settings.signing_key_file)
    app.extensions.update(signing_key=key, factors=Means.of(settings))
    for blueprint in FEATURES:
        app.register_blueprint(blueprint)
    cli.add_commands(app)
    enforce_permissions(app, BearerTokens(key.public_key_set()))
    answer_for_all(app, json.loads(METHODS.read_text()))
    return app
