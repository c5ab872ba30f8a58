"""The whole shop, and two who look at it: the owner at a desk, a customer on a phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.house import house

__all__ = ["house"]


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
