import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from tests.services.frontend.document import Document

OFFERED = re.compile(r'href="([^"]+)" rel="nofollow">[^<]+<span class="facet__count">(\d+)<')


def followed(html: str) -> list[str]:
    """The links that a crawler follows: filters may be put together in too many ways."""
    return [link["href"] for link in Document(html).all("a") if link.get("rel") != "nofollow"]


@pytest.mark.parametrize("address", ["/search", "/search?q=mug", "/categories/mugs"])
def test_every_filter_that_is_offered_leaves_as_many_as_it_says(client: FlaskClient, address: str) -> None:
    offered = OFFERED.findall(page(client, address))
    assert offered
    for link, count in offered:
        assert f'<p class="tools__count">{count} piece' in page(client, link), link


def page(client: FlaskClient, address: str) -> str:
    return client.get(unescape(address)).text


def test_every_asset_of_a_page_is_served(client: FlaskClient) -> None:
    links = Document(client.get("/").text).all("link")
    assets = [link["href"] for link in links if link["rel"] in {"icon", "preload", "stylesheet"}]
    assert len(assets) == 4
    assert all(client.get(asset).status_code == 200 for asset in assets)
