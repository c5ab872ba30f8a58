"""What a search engine or a chat shows of a page beside its link."""

import pytest
from flask.testing import FlaskClient

from tests.services.frontend.api import Api
from tests.services.frontend.document import Document
from tests.services.frontend.everything import PAGES

SHOP = "http://shop.example"


def properties(client: FlaskClient, address: str) -> dict[str, str]:
    tags = Document(client.get(address).text).all("meta")
    return {tag["property"]: tag["content"] for tag in tags if "property" in tag}


@pytest.mark.parametrize(
    "address", ["/", "/categories/mugs", "/search", "/products/mug", "/products/hostile"]
)
def test_every_page_has_a_preview(client: FlaskClient, address: str) -> None:
    told = properties(client, address)
    page = Document(client.get(address).text)
    assert told["og:url"] == page.one("link", rel="canonical")["href"] == SHOP + address
    assert told["og:site_name"] == "Kiln & Clay"
    assert told["og:title"]
    assert told["og:description"] == page.one("meta", name="description")["content"]


def test_a_product_is_previewed_with_its_picture_and_price(client: FlaskClient) -> None:
    told = properties(client, "/products/tall-mug")
    assert (told["og:type"], told["og:title"], told["og:image:alt"]) == ("product", "Tall mug", "Front")
    assert told["og:image"].startswith(f"{SHOP}/v1/media/")
    assert (told["product:price:amount"], told["product:price:currency"]) == ("30.00", "EUR")
    card = Document(client.get("/products/tall-mug").text).one("meta", name="twitter:card")
    assert card["content"] == "summary_large_image"


def test_without_a_picture_the_preview_is_small(client: FlaskClient) -> None:
    assert "og:image" not in properties(client, "/products/bare")
    page = Document(client.get("/products/bare").text)
    assert page.one("meta", name="twitter:card")["content"] == "summary"


def test_the_locale_is_told_where_it_has_a_country(client: FlaskClient, api: Api) -> None:
    assert "og:locale" not in properties(client, "/")
    api.shop["locale"], api.tag, api.revision = "de-AT", '"8-0"', "8.0123456789abcdef"
    assert properties(client, "/")["og:locale"] == "de_AT"


@pytest.mark.parametrize("address", [address for address, status in PAGES.items() if status == 200])
def test_what_is_filtered_sorted_or_searched_for_is_not_for_an_index(
    client: FlaskClient, address: str
) -> None:
    page = Document(client.get(address).text)
    robots = [tag["content"] for tag in page.all("meta") if tag.get("name") == "robots"]
    is_further = address.endswith("?page=2")  # as good as the first
    assert robots == (["noindex, follow"] if "?" in address and not is_further else [])
    canonical = address if is_further else address.partition("?")[0]
    assert page.one("link", rel="canonical")["href"] == SHOP + canonical


def test_feed_readers_find_the_feed(client: FlaskClient) -> None:
    link = Document(client.get("/products/mug").text).one("link", rel="alternate")
    assert client.get(link["href"]).content_type.startswith(link["type"])
