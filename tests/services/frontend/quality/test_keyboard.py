"""The whole shop without a mouse."""

import pytest
from playwright.sync_api import Page

from tests.services.frontend.quality.customer import Customer, every_page

pytestmark = pytest.mark.browser

STOP = """() => {
    const here = document.activeElement
    if (here === document.body) return null
    const box = here.getBoundingClientRect(), style = getComputedStyle(here)
    return {
        at: [...document.querySelectorAll("*")].indexOf(here),
        what: here.outerHTML.slice(0, 120),
        ringed: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        inView: box.width > 0 && box.bottom > 0 && box.top < innerHeight
            && box.right > 0 && box.left < innerWidth,
    }
}"""
REACHABLE = """() => {
    const kinds = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']"
    const all = [...document.querySelectorAll("*")]
    return [...document.querySelectorAll(kinds)]
        .filter(each => each.checkVisibility({visibilityProperty: true}) && !each.disabled)
        .map(each => all.indexOf(each))
}"""
MANY = 400


@every_page
def test_the_tab_key_goes_through_all_in_order_and_out_again(customer: Customer, url: str) -> None:
    page = customer.open(url)
    stops = walk(page)
    assert [stop["what"] for stop in stops if not stop["ringed"]] == []
    assert [stop["what"] for stop in stops if not stop["inView"]] == []
    assert [stop["at"] for stop in stops] == page.evaluate(REACHABLE)


def walk(page: Page) -> list[dict[str, object]]:
    """All stops of the Tab key, until it leaves the page or begins again; fails where it does neither."""
    stops: list[dict[str, object]] = []
    for _ in range(MANY):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None or stop in stops[:1]:
            return stops
        stops.append(stop)
    raise AssertionError(f"still here after {MANY} stops: {stops[-1]}")


@every_page
def test_the_first_link_skips_to_the_content(customer: Customer, url: str) -> None:
    page = customer.open(url)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "MAIN"
    page.keyboard.press("Tab")
    assert page.evaluate("!document.querySelector('header').contains(document.activeElement)")
