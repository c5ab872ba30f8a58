"""What crawlers find of the demo shop."""

from xml.etree import ElementTree

import pytest
import requests

from tests.crawl import crawl, twice
from tests.house import House

pytestmark = pytest.mark.house

LOC = "*/{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def test_the_shop_is_crawled_without_a_broken_link_or_a_page_like_another(house: House) -> None:
    with requests.Session() as session:

        def get(path: str) -> tuple[int, str]:
            answer = session.get(house.shop_url + path, timeout=10)
            return answer.status_code, answer.text

        pages = [page for page in crawl(get) if page.is_for_index]
    assert twice(page.title for page in pages) == []
    assert twice(page.description for page in pages) == []
    sitemap = ElementTree.fromstring(requests.get(f"{house.shop_url}/sitemap.xml", timeout=10).content)
    assert {page.canonical for page in pages} >= {one.text for one in sitemap.findall(LOC)}


def test_the_feeds_of_the_shop_are_whole(house: House) -> None:
    total = requests.get(f"{house.api_url}/v1/products?limit=1", timeout=10).json()["total"]
    atom = ElementTree.fromstring(requests.get(f"{house.shop_url}/feed.atom", timeout=10).content)
    assert len(atom.findall("{http://www.w3.org/2005/Atom}entry")) == min(total, 30)
    merchant = ElementTree.fromstring(requests.get(f"{house.shop_url}/merchant.xml", timeout=30).content)
    links = {link.text for link in merchant.iter("{http://base.google.com/ns/1.0}link")}
    assert total * 0.9 < len(links) <= total
