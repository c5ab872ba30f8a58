from flask.testing import FlaskClient

from tests.services.frontend.document import read


def test_filters_are_offered_with_how_many_they_leave(client: FlaskClient) -> None:
    page = read(client, "/categories/mugs")
    assert "Celadon 1" in page.text
    assert "/categories/mugs?option=Glaze%3ACeladon" in page.links()
    assert "/categories/mugs?in_stock=true" not in page.links()  # all are


def test_what_is_chosen_is_not_offered_again(client: FlaskClient) -> None:
    page = read(client, "/search?tag=blue&in_stock=true&sort=price&max_price=90")
    assert not [link for link in page.links() if link.count("tag=blue") > 1 or "min_price" in link]
    assert "/search?tag=blue&in_stock=true&sort=price" in page.links()


def test_the_form_for_prices_keeps_the_rest(client: FlaskClient) -> None:
    page = read(client, "/search?q=mug&tag=blue&page=1")
    hidden = {field["name"]: field["value"] for field in page.all("input") if field.get("type") == "hidden"}
    assert hidden == {"tag": "blue", "q": "mug"}


def test_pages_have_numbers_and_titles_of_their_own(client: FlaskClient) -> None:
    page = read(client, "/categories/vases?page=2")
    assert page.one("a", **{"aria-current": "page", "href": "/categories/vases?page=2"})
    assert page.one("a", rel="prev")["href"] == "/categories/vases"
    assert "Vases, page 2 —" in page.text


def test_a_page_beyond_the_last_is_not_there(client: FlaskClient) -> None:
    assert "This page is not here" in read(client, "/categories/vases?page=3", 404).text


def test_search_finds_and_keeps_the_words(client: FlaskClient) -> None:
    page = read(client, "/search?q=tall")
    assert "/products/tall-mug" in page.links()
    assert page.one("input", id="masthead-q")["value"] == "tall"


def test_search_says_what_it_took_a_slip_for(client: FlaskClient) -> None:
    page = read(client, "/search?q=tal")
    assert "Did you mean tall ?" in page.text
    assert {"/search?q=tall", "/products/tall-mug"} <= set(page.links())
    assert "Did you mean" not in read(client, "/search?q=tall").text


def test_words_are_suggested_while_they_are_typed(client: FlaskClient) -> None:
    assert client.get("/suggest?q=tall").json == {"suggestions": ["talls", "Tall mug"]}
    assert client.get("/suggest?q=").json == {"suggestions": []}
    assert client.get("/suggest").json == {"suggestions": []}


def test_search_that_finds_nothing_offers_something(client: FlaskClient) -> None:
    page = read(client, "/search?q=zeppelin")
    assert "Nothing in the shop matches" in page.text
    assert {"/categories/mugs", "/products/mug"} <= set(page.links())
