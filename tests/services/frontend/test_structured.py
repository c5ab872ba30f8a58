"""What pages tell search engines in the words of schema.org."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.services.frontend import goods
from tests.services.frontend.api import Api
from tests.services.frontend.document import Document

BEGIN, END = '<script type="application/ld+json">', "</script>"
SHOP = "http://shop.example"


def told(client: FlaskClient, address: str) -> dict[str, Any]:
    """What the only data block of the page tells, by its type."""
    blocks = client.get(address).text.split(BEGIN)[1:]
    assert len(blocks) == 1
    block = json.loads(blocks[0].partition(END)[0])
    assert block["@context"] == "https://schema.org/"
    return {thing["@type"]: thing for thing in block["@graph"]}


def test_a_plain_product_is_one_offer(client: FlaskClient) -> None:
    product = told(client, "/products/mug")["Product"]
    assert (product["name"], product["description"]) == ("Mug", "mug")
    assert (product["sku"], product["url"]) == ("SKU-28.00", f"{SHOP}/products/mug")
    assert [image.startswith(f"{SHOP}/v1/media/") for image in product["image"]] == [True]
    assert product["offers"] == {
        "@type": "Offer",
        "url": f"{SHOP}/products/mug",
        "price": "28.00",
        "priceCurrency": "EUR",
        "availability": "https://schema.org/InStock",
        "itemCondition": "https://schema.org/NewCondition",
    }


def test_variants_are_a_group_and_each_has_its_offer(client: FlaskClient) -> None:
    group = told(client, "/products/tall-mug")["ProductGroup"]
    assert group["productGroupID"] == "id-of-tall-mug"
    celadon, tenmoku = group["hasVariant"]
    assert celadon["name"] == "Tall mug, Celadon"
    assert celadon["additionalProperty"] == [{"@type": "PropertyValue", "name": "Glaze", "value": "Celadon"}]
    assert celadon["offers"]["priceSpecification"]["price"] == "36.00"
    assert tenmoku["offers"]["availability"] == "https://schema.org/OutOfStock"
    assert all(variant["image"] and variant["sku"] for variant in (celadon, tenmoku))


def test_options_that_others_know_are_told_in_their_words(client: FlaskClient, api: Api) -> None:
    red, blue = (goods.variant(price, Farbe=color) for price, color in (("9.00", "Rot"), ("8.00", "Blau")))
    api.products = [goods.product("cups", "Cups", red, blue)]
    group = told(client, "/products/cups")["ProductGroup"]
    assert group["variesBy"] == ["https://schema.org/color"]
    assert [variant["color"] for variant in group["hasVariant"]] == ["Rot", "Blau"]
    assert all("additionalProperty" not in variant for variant in group["hasVariant"])


@pytest.mark.parametrize(
    ("stock", "available", "said"),
    [(None, True, "InStock"), (3, True, "InStock"), (0, True, "BackOrder"), (0, False, "OutOfStock")],
)
def test_availability_is_that_of_the_page(
    client: FlaskClient, api: Api, stock: int | None, available: bool, said: str
) -> None:
    variant = goods.variant("9.00", stock=stock) | {"available": available}
    api.products = [goods.product("cup", "Cup", variant)]
    offer = told(client, "/products/cup")["Product"]["offers"]
    assert offer["availability"] == f"https://schema.org/{said}"


def test_brand_and_barcode_are_told_where_they_are_known(client: FlaskClient, api: Api) -> None:
    variant = goods.variant("9.00") | {"barcode": "4006381333931"}
    api.products = [goods.product("pen", "Pen", variant, attributes={"Vendor": "Stabilo"})]
    product = told(client, "/products/pen")["Product"]
    assert (product["gtin"], product["brand"]) == ("4006381333931", {"@type": "Brand", "name": "Stabilo"})


def test_the_way_to_a_product_is_told_step_by_step(client: FlaskClient) -> None:
    steps = told(client, "/products/cup")["BreadcrumbList"]["itemListElement"]
    assert [step["position"] for step in steps] == [1, 2, 3, 4]
    assert [step["name"] for step in steps] == ["Kiln & Clay", "Mugs", "Espresso cups", "Cup"]
    paths = ["/", "/categories/mugs", "/categories/espresso", "/products/cup"]
    assert [step["item"] for step in steps] == [SHOP + path for path in paths]
    assert len(told(client, "/categories/espresso")["BreadcrumbList"]["itemListElement"]) == 3


def test_home_tells_who_it_is_and_how_to_search_it(client: FlaskClient) -> None:
    about = told(client, "/")
    assert (about["Organization"]["name"], about["WebSite"]["url"]) == ("Kiln & Clay", f"{SHOP}/")
    template = about["WebSite"]["potentialAction"]["target"]["urlTemplate"]
    assert template == f"{SHOP}/search?q={{words}}"
    assert client.get(template.removeprefix(SHOP).format(words="mug")).status_code == 200


def test_no_title_breaks_out_of_its_block(client: FlaskClient, api: Api) -> None:
    title = "</script><script>alert(1)</script><!--<script>"
    api.products = [goods.product("pot", title, goods.variant("9.00"))]
    response = client.get("/products/pot")
    assert "<script>" not in response.text
    (block, *rest) = Document(response.text).all("script")
    assert block == {"type": "application/ld+json"}
    assert all(script["src"].startswith("/assets/") for script in rest)
    assert told(client, "/products/pot")["Product"]["name"] == title


def test_a_description_is_told_as_it_reads(client: FlaskClient, api: Api) -> None:
    pot = goods.product("pot", "Pot", goods.variant("9.00"))
    api.products = [pot | {"description_html": "<p>Say <em>&amp;lt;</em> and\n&lt;b&gt;</p>"}]
    assert told(client, "/products/pot")["Product"]["description"] == "Say &lt; and <b>"
