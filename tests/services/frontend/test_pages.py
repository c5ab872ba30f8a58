from flask.testing import FlaskClient

from tests.services.frontend.api import Api
from tests.services.frontend.document import read
from tests.services.frontend.goods import money


def test_home_shows_the_shop_its_kinds_and_its_pieces(client: FlaskClient) -> None:
    page = read(client, "/")
    assert "Pots for every day" in page.text
    assert {"/categories/mugs", "/categories/vases", "/products/mug", "/search"} <= set(page.links())
    assert page.one("img", fetchpriority="high")["alt"] == "A pot"


def test_home_shows_each_piece_once(client: FlaskClient) -> None:
    links = [link for link in read(client, "/").links() if link.startswith("/products/")]
    assert len(links) == len(set(links))


def test_an_empty_shop_has_a_home_too(client: FlaskClient, api: Api) -> None:
    api.products, api.categories = [], []
    api.shop |= {"tagline": "", "about": "", "contact_email": ""}
    page = read(client, "/")
    assert "Kiln & Clay" in page.text
    assert "The shelves are still empty" in page.text


def test_a_category_shows_its_pieces_and_the_kinds_within_it(client: FlaskClient) -> None:
    page = read(client, "/categories/mugs")
    assert {"/products/mug", "/products/tall-mug", "/categories/espresso"} <= set(page.links())
    assert "/products/cup" not in page.links()
    assert page.one("a", **{"aria-current": "page"})["href"] == "/categories/mugs"


def test_a_category_is_read_page_by_page(client: FlaskClient) -> None:
    first = read(client, "/categories/vases?sort=title")
    following = first.one("a", rel="next")["href"]
    second = read(client, following)
    pieces = [link for page in (first, second) for link in page.links() if link.startswith("/products/vase")]
    assert len(pieces) == len(set(pieces)) == 30
    assert "sort=title" in following
    assert "/categories/vases?sort=title" in second.links()


def test_filters_reach_the_api_and_can_be_taken_away_one_by_one(client: FlaskClient, api: Api) -> None:
    page = read(client, "/categories/mugs?tag=blue&min_price=10,50&in_stock=true&sort=price")
    asked = [call["args"] for call in api.asked if call["path"] == "/v1/products"][-1]
    assert asked["tag"] == ["blue"]
    assert asked["min_price"] == ["10.50"]
    assert asked["in_stock"] == ["true"]
    assert asked["sort"] == ["price"]
    assert "/categories/mugs?tag=blue&min_price=10.50&sort=price" in page.links()


def test_a_product_shows_price_stock_pictures_facts_and_the_way_back(client: FlaskClient) -> None:
    page = read(client, "/products/mug")
    assert "€28.00" in page.text
    for words in ("In stock", "Made in Faenza", "Dishwasher safe Yes", "Height 9.5 cm", "420 g"):
        assert words in page.text
    assert {"/", "/categories/mugs", "/search?tag=blue", "/products/tall-mug"} <= set(page.links())


def test_each_variant_shows_its_price_and_availability(client: FlaskClient) -> None:
    page = read(client, "/products/tall-mug")
    assert "Glaze Price Availability" in page.text
    assert "Celadon €30.00 instead of €36.00 Only 2 left" in page.text
    assert "Tenmoku €34.00 Sold out" in page.text
    assert [image["alt"] for image in page.all("img")][:2] == ["Front", "Back"]


def test_every_picture_of_a_piece_has_a_small_one_that_leads_to_it(client: FlaskClient) -> None:
    page = read(client, "/products/tall-mug")
    assert {"#picture-1", "#picture-2"} <= set(page.links())
    assert [one["id"] for one in page.all("div") if "picture-" in one.get("id", "")] == [
        "picture-1",
        "picture-2",
    ]
    assert "#picture-1" not in read(client, "/products/mug").links()


def test_every_page_has_its_own_title_language_and_canonical_address(client: FlaskClient) -> None:
    addresses = {"/": "/", "/categories/mugs": "/categories/mugs", "/products/mug": "/products/mug"}
    titles = set()
    for address, canonical in (addresses | {"/categories/mugs?sort=price": "/categories/mugs"}).items():
        page = read(client, address)
        assert page.one("html")["lang"] == "en"
        assert page.one("link", rel="canonical")["href"] == f"http://shop.example{canonical}"
        assert page.one("meta", name="description")["content"]
        titles.add(client.get(address).text.partition("<title>")[2].partition("</title>")[0])
    assert len(titles) == len(addresses)


def test_an_unknown_locale_is_read_as_english(client: FlaskClient, api: Api) -> None:
    api.shop["locale"] = "xx-nowhere"
    assert "€28.00" in read(client, "/products/mug").text


def test_a_reduction_is_one_from_the_lowest_price_of_thirty_days(client: FlaskClient, api: Api) -> None:
    api.lowest = {"v-30.00-Celadon": money("33.00")}
    page = read(client, "/products/tall-mug")
    assert "instead of €33.00" in page.text
    assert "36.00" not in page.text
    assert "the lowest of the 30 days before" in page.text


def test_what_was_cheaper_before_is_not_reduced(client: FlaskClient, api: Api) -> None:
    api.lowest = {"v-30.00-Celadon": money("29.00")}
    text = read(client, "/products/tall-mug").text
    assert "instead of" not in text
    assert "30 days" not in text


def test_about_says_who_the_shop_is_and_how_to_reach_it(client: FlaskClient) -> None:
    page = read(client, "/about")
    assert "Thrown, glazed and fired in one small room." in page.text
    assert "mailto:hello@kiln.example" in page.links()
