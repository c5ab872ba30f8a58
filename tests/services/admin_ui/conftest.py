"""A browser-like client of the tool, in front of the stand-in API on a real port."""

from collections.abc import Iterator
from threading import Thread

import pytest
from pydantic import SecretStr
from werkzeug.serving import make_server

from admin_ui import create_app
from admin_ui.settings import Settings
from tests.services.admin_ui.api import Api
from tests.services.admin_ui.browser import Browser
from tests.services.admin_ui.wire import create_api

SHOP = "http://mstore.localhost:8080"


@pytest.fixture
def api() -> Api:
    return Api()


@pytest.fixture
def address(api: Api) -> Iterator[str]:
    """Where the stand-in API answers."""
    server = make_server("127.0.0.1", 0, create_api(api), threaded=True)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def visitor(address: str) -> Browser:
    """A browser that is not logged in."""
    secret = SecretStr("a secret of the tests, long enough")
    settings = Settings(api_url=address, shop_url=SHOP, session_secret=secret, cookie_secure=False)
    return Browser(create_app(settings))


@pytest.fixture
def browser(visitor: Browser) -> Browser:
    """A browser of the owner, logged in."""
    visitor.log_in()
    return visitor
