"""The one call that makes a Flask app behave as every service does."""

from collections.abc import Mapping

from flask import Flask

from service_defaults import metrics
from service_defaults.health import Check, health
from service_defaults.json_provider import JSONProvider
from service_defaults.logs import configure_logs
from service_defaults.problems import Page, handle_problems
from service_defaults.requests_log import observe_requests
from service_defaults.settings import ServiceSettings


def add_service_defaults(
    app: Flask, *, name: str, settings: ServiceSettings, ready: Mapping[str, Check], page: Page | None = None
) -> None:
    """Give the app logs, request ids, errors, health, metrics and JSON.

    `ready` names what the service depends on; a check raises when its dependency is away.
    `page` renders a problem as HTML, for services whose clients are browsers.
    """
    configure_logs(name, settings.log_level)
    app.json = JSONProvider(app)
    observe_requests(app)
    handle_problems(app, page)
    app.register_blueprint(health(ready))
    app.register_blueprint(metrics.blueprint)
