"""WCAG 2.2 AA, as far as a machine can tell; what it cannot is in docs/quality.md."""

from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.services.frontend.quality.customer import SCHEMES, SIZES, Customer, every_page

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
RUN = """async tags => (await axe.run({runOnly: tags, resultTypes: ["violations"]})).violations
    .map(each => [each.id, each.help, ...each.nodes.map(node => node.html)])"""

LONGEST_MOTION = """Math.max(...[...document.querySelectorAll("*")].map(each => {
    const style = getComputedStyle(each)
    return Math.max(parseFloat(style.transitionDuration), parseFloat(style.animationDuration))
}))"""
IS_FRAMED = """field => {
    const form = field.closest("form")
    return [form, ...form.querySelectorAll("*")].some(each =>
        each.contains(field) && parseFloat(getComputedStyle(each).borderBottomWidth) > 0)
}"""


def findings(page: Page) -> list[Any]:
    found: list[Any] = page.evaluate(RUN, RULES)
    return found


@every_page
def test_axe_finds_nothing_at_any_size_in_any_colours(customer: Customer, url: str) -> None:
    page = customer.open(url)
    page.evaluate(AXE_SCRIPT)
    for width in SIZES:
        for scheme in SCHEMES:
            customer.look(width, scheme)
            assert findings(page) == [], (width, scheme)
    page.emulate_media(forced_colors="active")
    assert findings(page) == []


@every_page
def test_every_page_has_its_landmarks_and_each_its_name(customer: Customer, url: str) -> None:
    page = customer.open(url)
    for landmark in (page.get_by_role("banner"), page.get_by_role("main"), page.get_by_role("contentinfo")):
        assert landmark.count() == 1, landmark
    assert page.get_by_role("search").count() >= 1
    assert page.get_by_role("heading", level=1).count() == 1
    tree = page.locator("body").aria_snapshot()
    names = [line.strip(" -:") for line in tree.splitlines() if line.strip().startswith("- navigation")]
    assert names
    assert all('"' in name for name in names)
    assert len(set(names)) == len(names)


@every_page
def test_forced_colours_and_less_motion_take_nothing_away(customer: Customer, url: str) -> None:
    page = customer.open(url)
    before = page.locator("body").aria_snapshot()
    page.emulate_media(forced_colors="active")
    assert page.locator("body").aria_snapshot() == before
    assert page.evaluate("document.getAnimations().length") == 0
    assert page.evaluate(LONGEST_MOTION) == 0
    for field in page.get_by_role("searchbox").all():
        assert field.evaluate(IS_FRAMED)
