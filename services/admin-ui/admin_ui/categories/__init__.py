"""Categories: list, create, change, remove."""

from flask import Flask

from admin_ui.categories.routes import blueprint


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
