"""Products: list, create, edit, delete."""

from flask import Flask

from admin_ui.products.routes import blueprint


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
