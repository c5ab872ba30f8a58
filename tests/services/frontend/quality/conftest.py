"""One shop for all of these tests, and one whose API is away; a customer who looks at them."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from frontend import create_app
from tests.services.frontend.api import Api, serving
from tests.services.frontend.quality.customer import AWAY, Customer

# No motion: what is judged is where things come to rest.
PHONE: Any = {"viewport": {"width": 360, "height": 740}, "reduced_motion": "reduce"}


@pytest.fixture(scope="session")
def hosts() -> Iterator[dict[bool, str]]:
    """The address of a shop by whether its API is away; each has its pictures on its own host."""
    api, broken = Api(), Api()
    broken.fault = 500
    with serving(api.app()) as api.url, serving(broken.app()) as broken.url:
        shops = {False: _shop(api), True: _shop(broken)}
        with serving(shops[False]) as here, serving(shops[True]) as away:
            yield {False: here, True: away}


def _shop(api: Api) -> DispatcherMiddleware:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("API_URL", api.url)
        patch.setenv("SHOP_URL", "http://shop.example")
        patch.setenv("LOG_LEVEL", "ERROR")
        app = create_app()
    media = Flask("media")
    media.add_url_rule("/<sha>/<name>", view_func=api.media)
    return DispatcherMiddleware(app.wsgi_app, {"/v1/media": media.wsgi_app})


@pytest.fixture
def url(address: str, hosts: dict[bool, str]) -> str:
    """Where the page is that the test is about."""
    return hosts[address == AWAY] + address


@pytest.fixture
def newcomer(browser: Browser) -> Iterator[Customer]:
    """Someone with a phone, who was never here; nothing is kept from one test to the next."""
    with browser.new_context(**PHONE) as context:
        yield Customer(context.new_page())


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Page]:
    with browser.new_context(**PHONE) as context:
        yield context.new_page()


@pytest.fixture
def customer(window: Page) -> Customer:
    """Someone with a phone, who has been looking around."""
    window.emulate_media(color_scheme="light", forced_colors="none", reduced_motion="reduce")
    window.set_viewport_size(PHONE["viewport"])
    return Customer(window)
