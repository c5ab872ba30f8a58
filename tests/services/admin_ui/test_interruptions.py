"""What was typed survives whatever comes between."""

from tests.services.admin_ui.api import Api
from tests.services.admin_ui.browser import Browser, file


def test_a_form_sent_after_the_session_ended_goes_through_the_login_and_is_sent_then(
    api: Api, browser: Browser
) -> None:
    browser.get("/products/new")
    browser.client.delete_cookie("mstore_admin")
    page = browser.send(title="Tall vase", **{"variants-0-price": "49.00"})
    assert "logged out meanwhile" in page.words
    assert "Tall vase" not in [product["title"] for product in api.products.values()]
    browser.send(email="owner@mstore.localhost", password="a long enough password")
    assert browser.page.typed["title"] == "Tall vase"
    browser.send()
    assert browser.follow().typed["title"] == "Tall vase"
    assert [product["title"] for product in api.products.values()] == ["Tall vase"]


def test_pictures_that_cannot_be_carried_along_are_not_lost_in_silence(browser: Browser) -> None:
    browser.get("/products/new")
    page = browser.send(csrf_token=None, title="Jar", uploads=[file("a.jpg")])
    assert "have to be chosen again" in page.words


def test_a_form_with_a_stale_stamp_is_offered_to_be_sent_again(api: Api, browser: Browser) -> None:
    browser.get("/products/new")
    page = browser.send(csrf_token=None, title="Bowl", description="Two\nlines", **{"variants-0-price": "9"})
    assert browser.response.status_code == 400
    assert "security stamp" in page.words
    assert not api.products
    browser.send()
    assert next(iter(api.products.values()))["description"] == "Two\nlines"


def test_a_form_of_another_site_is_refused_and_not_offered(api: Api, browser: Browser) -> None:
    page = browser.post("/products", {"title": "Trap"}, origin="https://evil.example")
    assert browser.response.status_code == 400
    assert "Trap" not in page.html
    assert not api.products


def test_a_form_of_another_site_is_not_carried_through_the_login(visitor: Browser) -> None:
    visitor.post("/products", {"title": "Trap"}, origin="https://evil.example")
    assert visitor.response.status_code == 400
    assert "Trap" not in visitor.page.html


def test_a_login_page_that_was_open_too_long_is_shown_anew(visitor: Browser) -> None:
    visitor.get("/login")
    page = visitor.send(csrf_token=None, email="owner@mstore.localhost", password="a long enough password")
    assert page.typed["email"] == "owner@mstore.localhost"
    assert "a long enough password" not in page.html
    visitor.send(password="a long enough password")
    assert visitor.response.status_code == 303


def test_an_api_that_does_not_answer_is_explained(api: Api, browser: Browser) -> None:
    browser.client.application.extensions["api"]._base_url = "http://127.0.0.1:9"
    page = browser.get("/products?q=mug")
    assert browser.response.status_code == 503
    assert "does not answer" in page.words
    assert ("a", {"class": "button primary", "href": "/products?q=mug"}) in page.elements


def test_a_category_typed_while_writes_are_paused_is_kept(api: Api, browser: Browser) -> None:
    browser.get("/categories")
    api.paused = True
    page = browser.send(title="Teapots")
    assert browser.response.status_code == 503
    assert page.typed["title"] == "Teapots"
    api.paused = False
    browser.send()
    assert [category["title"] for category in api.categories.values()] == ["Teapots"]
