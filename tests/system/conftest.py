"""The whole shop, and two who look at it: the owner at a desk, a customer on a phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import FLAGS, find_browser
from tests.house import house

__all__ = ["house"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find_browser()
    if path is None:
        pytest.skip("no Chromium here, and none could be installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    """The owner's browser."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        yield context.new_page()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A customer's browser, without JavaScript."""
    size = {"width": 360, "height": 740}
    with browser.new_context(viewport=size, has_touch=True, java_script_enabled=False) as context:
        yield context.new_page()
