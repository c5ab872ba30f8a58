"""The sitemap and robots.txt, as crawlers read them."""

from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from protego import Protego

from frontend.findable import sitemap
from tests.services.frontend import goods
from tests.services.frontend.api import Api

SHOP = "http://shop.example"
NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
}


def read(client: FlaskClient, address: str) -> ElementTree.Element:
    response = client.get(address)
    assert response.status_code == 200
    assert response.content_type == "text/xml; charset=utf-8"
    return ElementTree.fromstring(response.data)


def paths(document: ElementTree.Element) -> list[str]:
    found = [one.text or "" for one in document.findall("*/s:loc", NAMES)]
    assert all(path.startswith(f"{SHOP}/") for path in found)
    return [path.removeprefix(SHOP) for path in found]


def test_every_page_for_an_index_is_in_it_once_and_there(client: FlaskClient) -> None:
    found = paths(read(client, "/sitemap.xml"))
    assert len(found) == len(set(found)) == 2 + len(goods.CATEGORIES) + len(goods.PRODUCTS)
    assert all("noindex" not in client.get(path).text and "?" not in path for path in found)
    assert {"/", "/search", "/categories/vases", "/products/vase-30"} <= set(found)


def test_a_product_has_its_pictures_and_when_it_changed(client: FlaskClient) -> None:
    document = read(client, "/sitemap.xml")
    (mug,) = [url for url in document if url.findtext("s:loc", "", NAMES).endswith("/products/tall-mug")]
    assert mug.findtext("s:lastmod", "", NAMES) == "2026-03-02T10:30:00Z"
    pictures = [one.text or "" for one in mug.findall("image:image/image:loc", NAMES)]
    assert len(pictures) == 2
    assert all(picture.startswith(f"{SHOP}/v1/media/") for picture in pictures)


def test_a_large_shop_has_it_in_parts(client: FlaskClient, api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "AT_ONCE", 5)
    monkeypatch.setattr(sitemap, "CALLS", 2)
    index = read(client, "/sitemap.xml")
    assert index.tag.endswith("}sitemapindex")
    parts = paths(index)
    assert len(parts) == 4
    api.asked.clear()
    found = [path for part in parts for path in paths(read(client, part))]
    assert len(found) == len(set(found)) == 2 + len(goods.CATEGORIES) + len(goods.PRODUCTS)
    listings = [call["args"] for call in api.asked if call["path"] == "/v1/products"]
    assert len(listings) == 8
    assert {(args["sort"][0], args["limit"][0]) for args in listings} == {("created", "5")}
    assert client.get("/sitemaps/5.xml").status_code == 404
    assert client.get("/sitemaps/0.xml").status_code == 404


def test_an_empty_shop_has_one_too(client: FlaskClient, api: Api) -> None:
    api.products, api.categories = [], []
    assert paths(read(client, "/sitemap.xml")) == ["/", "/search"]


def test_it_is_kept_as_pages_are(client: FlaskClient, api: Api) -> None:
    tag = client.get("/sitemap.xml").headers["ETag"]
    api.asked.clear()
    assert client.get("/sitemap.xml", headers={"If-None-Match": tag}).status_code == 304
    assert [call["path"] for call in api.asked] == ["/v1/settings"]


def test_a_text_that_xml_does_not_know_leaves_it_readable(client: FlaskClient, api: Api) -> None:
    api.products = [goods.product("bell", "Bell\x07 & <bow>\ufffe", goods.variant("9.00"))]
    for address in ("/sitemap.xml", "/feed.atom", "/merchant.xml"):
        ElementTree.fromstring(client.get(address).data)


def test_robots_are_told_of_the_sitemap_and_kept_from_what_has_a_query(client: FlaskClient) -> None:
    response = client.get("/robots.txt")
    assert response.content_type == "text/plain; charset=utf-8"
    rules = Protego.parse(response.text)
    assert list(rules.sitemaps) == [f"{SHOP}/sitemap.xml"]
    allowed = [
        "/",
        "/search",
        "/categories/mugs",
        "/categories/mugs?page=2",
        "/products/mug",
        "/v1/media/a.jpg",
    ]
    refused = ["/search?q=mug", "/search?tag=blue", "/categories/mugs?sort=price", "/search?q=mug&page=2"]
    assert [path for path in allowed if not rules.can_fetch(SHOP + path, "Googlebot")] == []
    assert [path for path in refused if rules.can_fetch(SHOP + path, "Googlebot")] == []


def test_robots_are_answered_without_the_api(client: FlaskClient, api: Api) -> None:
    api.fault = 503
    assert client.get("/robots.txt").status_code == 200
