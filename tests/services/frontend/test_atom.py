"""The feed of new products, as RFC 4287 wants it."""

from datetime import datetime
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from tests.services.frontend import goods
from tests.services.frontend.api import Api
from tests.services.frontend.goods import HOSTILE

ATOM = {"": "http://www.w3.org/2005/Atom"}
SHOP = "http://shop.example"


def read(client: FlaskClient) -> ElementTree.Element:
    response = client.get("/feed.atom")
    assert response.status_code == 200
    assert response.content_type == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.data)


def text(element: ElementTree.Element, name: str) -> str:
    (found,) = element.findall(name, ATOM)
    return found.text or ""


def links(element: ElementTree.Element) -> dict[str, str]:
    return {link.attrib["rel"]: link.attrib["href"] for link in element.findall("link", ATOM)}


def test_feed_and_entries_have_what_is_required_of_them(client: FlaskClient) -> None:
    feed = read(client)
    entries = feed.findall("entry", ATOM)
    assert len(entries) == 30
    assert text(feed.findall("author", ATOM)[0], "name") == "Kiln & Clay"
    for element in (feed, *entries):
        assert text(element, "id").startswith(("http:", "urn:uuid:"))
        assert text(element, "title")
        assert datetime.fromisoformat(text(element, "updated")).tzinfo
    ids = [text(entry, "id") for entry in entries]
    assert len(ids) == len(set(ids))


def test_it_says_where_it_is_and_every_entry_where_its_page_is(client: FlaskClient) -> None:
    feed = read(client)
    assert links(feed) == {"self": f"{SHOP}/feed.atom", "alternate": f"{SHOP}/"}
    for entry in feed.findall("entry", ATOM):
        assert client.get(links(entry)["alternate"].removeprefix(SHOP)).status_code == 200


def test_the_newest_are_asked_for(client: FlaskClient, api: Api) -> None:
    read(client)
    (listing,) = [call["args"] for call in api.asked if call["path"] == "/v1/products"]
    assert (listing["sort"], listing["limit"]) == (["-created"], ["30"])


def test_an_entry_shows_picture_price_and_description(client: FlaskClient) -> None:
    tall = next(entry for entry in read(client).findall("entry", ATOM) if text(entry, "title") == "Tall mug")
    content = text(tall, "content")
    assert f'<img src="{SHOP}/v1/media/' in content
    assert "€30.00 – €34.00" in content
    assert "<strong>tall-mug</strong>" in content
    assert text(tall, "published") == "2026-03-01T09:00:00Z"


def test_hostile_words_stay_words(client: FlaskClient) -> None:
    entry = next(entry for entry in read(client).findall("entry", ATOM) if text(entry, "title") == HOSTILE)
    assert "<script>" not in text(entry, "content")


@pytest.mark.parametrize("products", [[], [goods.product("bare", "Bare", goods.variant("9.00"), images=[])]])
def test_there_is_one_with_little_in_it(
    client: FlaskClient, api: Api, products: list[dict[str, object]]
) -> None:
    api.products = products
    assert len(read(client).findall("entry", ATOM)) == len(products)
