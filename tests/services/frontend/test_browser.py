from collections.abc import Iterator
from time import monotonic

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from tests.services.frontend.api import Api, serving
from tests.services.frontend.everything import PAGES

pytestmark = pytest.mark.browser
PHONE, TABLET, DESK = 360, 768, 1440


@pytest.fixture
def address(app: Flask, api: Api) -> Iterator[str]:
    """The shop and the pictures on one host, as behind the gateway."""
    media = Flask("media")
    media.add_url_rule("/<sha>/<name>", view_func=api.media)
    together = DispatcherMiddleware(app.wsgi_app, {"/v1/media": media.wsgi_app})
    with serving(together) as address:
        yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": PHONE, "height": 740})
    yield page
    page.close()


@pytest.mark.parametrize("width", [320, PHONE, TABLET, DESK])
def test_no_page_scrolls_sideways_or_breaks_its_own_policy(page: Page, address: str, width: int) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.set_viewport_size({"width": width, "height": 740})
    for path in PAGES:
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert not [complaint for complaint in complaints if "the server responded with" not in complaint]


def test_a_customer_gets_from_the_home_page_to_a_piece_by_keyboard(page: Page, address: str) -> None:
    page.goto(address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.get_by_role("combobox", name="Search the shop").fill("tall")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Tall mug").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Tall mug"
    assert page.get_by_role("row").count() == 3


def test_filters_are_set_and_taken_away(page: Page, address: str) -> None:
    page.goto(f"{address}/categories/mugs")
    page.get_by_text("Price", exact=True).click()
    page.get_by_label("From EUR").fill("29")
    page.get_by_role("button", name="Show").click()
    page.get_by_text("Sort by: Featured").click()
    page.get_by_role("link", name="Price, high to low").click()
    assert page.get_by_role("listitem").filter(has=page.get_by_role("heading")).count() == 1
    page.get_by_role("link", name="From €29").click()
    assert "sort=-price" in page.url
    assert page.get_by_role("listitem").filter(has=page.get_by_role("heading")).count() == 2


def test_words_are_suggested_while_they_are_typed(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("combobox", name="Search the shop").press_sequentially("tall")
    page.wait_for_selector('datalist option[value="Tall mug"]', state="attached")


def test_the_search_works_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.get_by_role("combobox", name="Search the shop").fill("tall")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Tall mug").click()
    page.wait_for_url("**/products/tall-mug")
    context.close()


def test_a_page_is_fetched_ahead_of_the_click(page: Page, address: str, api: Api) -> None:
    page.goto(address, wait_until="networkidle")
    page.get_by_role("link", name="Tall mug").hover()
    deadline = monotonic() + 10
    while "/v1/products/tall-mug" not in [call["path"] for call in api.asked]:
        assert monotonic() < deadline
        page.wait_for_timeout(50)


def test_nothing_moves_while_the_page_loads(page: Page, address: str) -> None:
    page.goto(f"{address}/products/tall-mug", wait_until="networkidle")
    shifts = """new Promise(done => {
        new PerformanceObserver(list => done(list.getEntries().map(entry => entry.value)))
            .observe({type: "layout-shift", buffered: true});
        requestAnimationFrame(() => requestAnimationFrame(() => done([])));
    })"""
    assert sum(page.evaluate(shifts)) < 0.01
