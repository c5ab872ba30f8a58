"""Nothing moves, nothing is cut off, nothing is fetched that is not ours."""

import gzip
from urllib.parse import urlsplit

import pytest
import requests

from tests.services.frontend.quality.customer import SIZES, Customer, every_page

pytestmark = pytest.mark.browser

NARROWEST = 320
ZOOMED = 640  # a window of 1280 pixels at 200 %
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
ONE_ROUND_TRIP = 14_000
UNSEEN = 0.001  # of the view, times how far; words side by side move by a pixel as fonts arrive
OF_A_MISSING_PAGE = "the server responded with a status of"


@every_page
def test_no_page_scrolls_sideways_however_narrow_or_enlarged(customer: Customer, url: str) -> None:
    page = customer.open(url)
    for width in (NARROWEST, *SIZES, ZOOMED):
        customer.look(width, "light")
        assert page.evaluate(OVERFLOW) == 0, width
    customer.look(1440, "light")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate(OVERFLOW) == 0


@every_page
@pytest.mark.parametrize("width", [360, 1440])
def test_nothing_moves_while_a_page_loads(newcomer: Customer, url: str, width: int) -> None:
    newcomer.look(width, "light")
    assert newcomer.shift_of(url) < UNSEEN


@every_page
def test_the_browser_has_nothing_to_complain_of_and_asks_no_one_else(newcomer: Customer, url: str) -> None:
    newcomer.open(url)
    newcomer.read()
    newcomer.look(1440, "dark")
    newcomer.read()
    assert [each for each in newcomer.complaints if OF_A_MISSING_PAGE not in each] == []
    assert {urlsplit(each).netloc for each in newcomer.requests} == {urlsplit(url).netloc}


@every_page
def test_a_page_comes_in_one_round_trip(url: str) -> None:
    html = requests.get(url, headers={"Accept": "text/html"}, timeout=5).content
    assert len(gzip.compress(html)) <= ONE_ROUND_TRIP
