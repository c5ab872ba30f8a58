"""The whole shop as a crawler finds it."""

import pytest
from flask.testing import FlaskClient

from tests.crawl import Visited, crawl, twice
from tests.services.frontend import goods
from tests.services.frontend.conftest import SHOP_URL


@pytest.fixture
def visited(client: FlaskClient) -> list[Visited]:
    def get(path: str) -> tuple[int, str]:
        response = client.get(path)
        return response.status_code, response.text

    return crawl(get)


def test_every_page_is_reached_and_none_is_broken(visited: list[Visited]) -> None:
    paths = {page.path for page in visited}
    assert {"/", "/search", *(f"/categories/{category['slug']}" for category in goods.CATEGORIES)} <= paths
    assert {f"/products/{product['slug']}" for product in goods.PRODUCTS} <= paths


def test_no_two_pages_for_an_index_have_the_same_title_or_description(visited: list[Visited]) -> None:
    pages = [page for page in visited if page.is_for_index]
    assert len(pages) > len(goods.PRODUCTS)
    assert twice(page.title for page in pages) == []
    assert twice(page.description for page in pages) == []


def test_a_page_for_an_index_is_its_own_canonical_one_and_every_other_has_one(visited: list[Visited]) -> None:
    addresses = {SHOP_URL + page.path for page in visited if page.is_for_index}
    for page in visited:
        assert page.canonical in addresses
        assert not page.is_for_index or page.canonical == SHOP_URL + page.path
