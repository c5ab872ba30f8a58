"""What a customer's browser fetches of the demo shop, with its real pictures."""

from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, Page

from tests.house import House

pytestmark = [pytest.mark.house, pytest.mark.browser]

FIRST_VIEW = 150_000
ONE_ROUND_TRIP = 14_000
PHONE, DESK = ((412, 823), 1.75), ((1440, 900), 2)
IN_VIEW = """[...document.images].filter(image => {
    const box = image.getBoundingClientRect()
    return box.width && box.top < innerHeight && box.bottom > 0 && box.left < innerWidth && box.right > 0
}).map(image => image.currentSrc)"""


@pytest.mark.parametrize(("size", "density"), [PHONE, DESK])
def test_the_first_view_of_the_home_page_is_small(
    house: House, browser: Browser, size: tuple[int, int], density: float
) -> None:
    """All that is not a picture, and the pictures in view."""
    width, height = size
    with browser.new_context(
        viewport={"width": width, "height": height}, device_scale_factor=density
    ) as context:
        page = context.new_page()
        fetched = fetched_by(page, house.shop_url)
        in_view = page.evaluate(IN_VIEW)
    first = {each: count for each, count in fetched.items() if "/v1/media/" not in each or each in in_view}
    assert len(in_view) >= 1
    assert sum(first.values()) <= FIRST_VIEW, first


def fetched_by(page: Page, url: str) -> dict[str, int]:
    """The bytes on the wire by address, until nothing more is asked for."""
    addresses: dict[str, str] = {}
    sizes: dict[str, int] = {}

    def begins(event: dict[str, Any]) -> None:
        addresses[event["requestId"]] = event["response"]["url"]

    def ends(event: dict[str, Any]) -> None:
        sizes[event["requestId"]] = event["encodedDataLength"]

    network = page.context.new_cdp_session(page)
    network.on("Network.responseReceived", begins)
    network.on("Network.loadingFinished", ends)
    network.send("Network.enable")
    page.goto(url, wait_until="networkidle")
    return {addresses[each]: size for each, size in sizes.items()}


@pytest.mark.parametrize("address", ["/", "/search", "/search?q=mug", "/categories/mugs"])
@pytest.mark.parametrize("coding", ["zstd", "br", "gzip"])
def test_a_page_comes_compressed_in_one_round_trip(house: House, address: str, coding: str) -> None:
    headers = {"Accept": "text/html", "Accept-Encoding": coding}
    with requests.get(house.shop_url + address, headers=headers, timeout=10, stream=True) as answer:
        sent = answer.raw.read(decode_content=False)
    assert answer.headers["Content-Encoding"] == coding
    assert len(sent) <= ONE_ROUND_TRIP
