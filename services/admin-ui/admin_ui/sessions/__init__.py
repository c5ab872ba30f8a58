"""Logging in, staying logged in, logging out."""

from flask import Flask

from admin_ui.sessions import interruptions
from admin_ui.sessions.access import authenticate
from admin_ui.sessions.routes import blueprint
from admin_ui.sessions.visit import Renewals

__all__ = ["authenticate", "init_app"]


def init_app(app: Flask) -> None:
    app.extensions["renewals"] = Renewals(app.extensions["api"])
    app.register_blueprint(blueprint)
    interruptions.init_app(app)
