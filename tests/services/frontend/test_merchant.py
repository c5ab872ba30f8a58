"""The feed for Google Merchant Center, held to the rules for its attributes."""

import re
from typing import Any
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from stdnum import ean

from frontend.findable import documents
from tests.services.frontend import goods
from tests.services.frontend.api import Api

G = "{http://base.google.com/ns/1.0}"
SHOP = "http://shop.example"
REQUIRED = {"id", "title", "description", "link", "image_link", "availability", "price", "condition"}
LONGEST = {"id": 50, "title": 150, "description": 5000, "brand": 70}
PRICE = re.compile(r"[0-9]+\.[0-9]{2} [A-Z]{3}")


def read(client: FlaskClient) -> list[dict[str, str]]:
    """The attributes of every item; of those given more than once, the last."""
    response = client.get("/merchant.xml")
    assert response.status_code == 200
    assert response.content_type == "text/xml; charset=utf-8"
    document = ElementTree.fromstring(response.data)
    assert (document.tag, document.attrib) == ("rss", {"version": "2.0"})
    for name in ("title", "link", "description"):
        assert document.findtext(f"channel/{name}")
    items = document.findall("channel/item")
    assert all(attribute.tag.startswith(G) for item in items for attribute in item)
    return [{each.tag.removeprefix(G): each.text or "" for each in item} for item in items]


def only(client: FlaskClient, api: Api, *variants: dict[str, Any], **given: Any) -> list[dict[str, str]]:
    """The items of a shop that has this product alone."""
    api.products = [goods.product("pot", "Pot", *variants, **given)]
    return read(client)


def test_every_item_has_what_is_required_and_keeps_to_the_limits(client: FlaskClient, api: Api) -> None:
    long = {"description_html": f"<p>{'word ' * 2000}</p>", "attributes": {"brand": "b" * 80}}
    api.products = [*goods.PRODUCTS, goods.product("long", "t" * 200, goods.variant("7.00"), **long)]
    items = read(client)
    assert len(items) > 30
    for item in items:
        assert item.keys() >= REQUIRED
        assert all(item.values())
        assert all(len(item.get(name, "")) <= longest for name, longest in LONGEST.items())
        assert PRICE.fullmatch(item["price"])
        assert item["availability"] in {"in_stock", "out_of_stock"}
        assert item["link"].startswith(f"{SHOP}/products/")
        assert item["image_link"].startswith(f"{SHOP}/v1/media/")
        assert ("gtin" in item) != (item.get("identifier_exists") == "no")


def test_what_lacks_something_is_left_out(client: FlaskClient, api: Api) -> None:
    assert only(client, api, goods.variant("9.00"))
    assert only(client, api, goods.variant("0.00")) == []
    assert only(client, api, goods.variant("9.00"), images=[]) == []
    assert only(client, api, goods.variant("9.00"), images=[goods.image("small") | {"width": 499}]) == []
    assert only(client, api, goods.variant("9.00", stock=0) | {"available": True}) == []


def test_variants_are_items_of_a_group_and_say_what_tells_them_apart(client: FlaskClient, api: Api) -> None:
    small = goods.variant("9.00", Size="S", Glaze="Ash")
    large = goods.variant("12.00", was="15.00", Size="L", Glaze="Ash") | {"sku": None}
    first, second = only(client, api, small, large)
    assert first["item_group_id"] == second["item_group_id"] == "id-of-pot"
    assert (first["id"], second["id"]) == ("SKU-9.00", large["id"])
    assert (first["title"], first["size"], second["size"]) == ("Pot, S, Ash", "S", "L")
    assert (first["price"], "sale_price" in first) == ("9.00 EUR", False)
    assert (second["price"], second["sale_price"]) == ("15.00 EUR", "12.00 EUR")


def test_what_a_thing_is_made_of_is_told_in_words_or_not_at_all(client: FlaskClient, api: Api) -> None:
    for said, told in (("Stoneware", "Stoneware"), (True, None), (7, None)):
        (item,) = only(client, api, goods.variant("9.00"), attributes={"Material": said})
        assert item.get("material") == told


def test_a_plain_product_is_no_group(client: FlaskClient, api: Api) -> None:
    (item,) = only(client, api, goods.variant("9.00"))
    assert "item_group_id" not in item


@pytest.mark.parametrize(
    ("digits", "is_told"),
    [
        ("400638133393", True),
        ("03600029145", True),
        ("9638507", True),
        ("1400638133393", True),
        ("201234567890", False),
        ("021234567890", False),
        ("21234567890", False),
        ("41234567890", False),
        ("1201234567890", False),
        ("981234567890", False),
        ("991234567890", False),
    ],
)
def test_only_barcodes_that_all_the_world_knows_are_told(
    client: FlaskClient, api: Api, digits: str, is_told: bool
) -> None:
    barcode = digits + ean.calc_check_digit(digits)
    (item,) = only(client, api, goods.variant("9.00") | {"barcode": barcode})
    assert item.get("gtin") == (barcode if is_told else None)


def test_price_and_availability_are_those_of_the_page(client: FlaskClient) -> None:
    cup = next(item for item in read(client) if item["link"].endswith("/products/cup"))
    assert (cup["price"], cup["availability"]) == ("1234.50 EUR", "out_of_stock")
    assert '"price":"1234.50"' in client.get("/products/cup").text


def test_it_is_sent_while_it_is_read(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "CHUNK", 1000)
    response = client.get("/merchant.xml", buffered=False)
    pieces = [piece.decode() for piece in response.iter_encoded()]
    assert len(pieces) > 10
    assert all(len(piece) < 3000 for piece in pieces)
    assert "Content-Length" not in response.headers


def test_one_that_is_not_whole_breaks_off(client: FlaskClient, api: Api) -> None:
    api.breaks_off = True
    with pytest.raises(Exception, match="does not answer"):
        _ = client.get("/merchant.xml").data


def test_without_the_api_there_is_none(client: FlaskClient, api: Api) -> None:
    api.fault = 503
    assert client.get("/merchant.xml").status_code == 503
