"""The list of products, page by page."""

from tests.services.admin_ui.api import Api
from tests.services.admin_ui.browser import Browser


def test_the_list_pages_on_and_back(api: Api, browser: Browser) -> None:
    for number in range(60):
        api.add(f"Tile {number:02}")
    assert "1–25 of 60" in browser.get("/products").words
    addresses = ["/products"]
    for words in ("26–50 of 60", "51–60 of 60"):
        addresses.append(link(browser, "next"))
        assert words in browser.get(addresses[-1]).words
    assert link(browser, "next") == ""
    assert link(browser, "prev") == addresses[1]


def test_the_way_back_is_forgotten_before_it_is_too_long_for_an_address(api: Api, browser: Browser) -> None:
    for number in range(10):
        api.add(f"Mug {number}")
    trail = "&".join(f"after={place:0500}" for place in range(1, 9))
    page = browser.get(f"/products?page=9&{trail}")
    addresses = [attrs["href"] for tag, attrs in page.elements if tag == "a"]
    assert max(map(len, addresses)) < 4000
    assert link(browser, "prev").endswith(f"after={7:0500}")


def link(browser: Browser, relation: str) -> str:
    found = [attrs["href"] for _, attrs in browser.page.elements if attrs.get("rel") == relation]
    return found[0] if found else ""
