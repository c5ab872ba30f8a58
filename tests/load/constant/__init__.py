"""The least that Flask can do: it returns bytes that it has had since its start."""

from flask import Flask, Response

from service_defaults.settings import load
from tests.load.constant.settings import Settings


def create_app() -> Flask:
    answers = load(Settings).answers
    listing, product, home = (
        (answers / name).read_bytes() for name in ("list.json", "product.json", "home.html")
    )
    app = Flask(__name__)

    @app.get("/v1/products")
    def list_products() -> Response:
        return Response(listing, content_type="application/json")

    @app.get("/v1/products/<_slug>")
    def show_product(_slug: str) -> Response:
        return Response(product, content_type="application/json")

    @app.get("/")
    def show_home() -> Response:
        return Response(home, content_type="text/html; charset=utf-8")

    @app.get("/health/ready")
    def ready() -> Response:
        return Response(status=204)

    return app
