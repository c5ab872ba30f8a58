from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from frontend import create_app
from tests.services.frontend.api import Api, serving

SHOP_URL = "http://shop.example"


@pytest.fixture
def api() -> Iterator[Api]:
    stand_in = Api()
    with serving(stand_in.app()) as stand_in.url:
        yield stand_in


@pytest.fixture
def app(api: Api, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setenv("API_URL", api.url)
    monkeypatch.setenv("SHOP_URL", SHOP_URL)
    monkeypatch.setenv("LOG_LEVEL", "WARNING")
    return create_app()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT"] = "text/html"
    return client


@pytest.fixture
def in_english() -> Iterator[None]:
    """As in a request of which the shop is not known: English."""
    with Flask("shop").app_context():
        yield
