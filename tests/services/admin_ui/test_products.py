"""The list of products, and one product's form on its way to the API and back."""

import pytest

from tests.services.admin_ui.api import Api, Problem
from tests.services.admin_ui.browser import Browser, file


def test_the_list_shows_price_stock_and_status(api: Api, browser: Browser) -> None:
    small, large = (
        {"price": {"amount": amount, "currency": "EUR"}, "stock": 4} for amount in ("12.00", "40.00")
    )
    api.add("Moon jar", status="active", variants=[small, large])
    api.add("Sold mug", variants=[small | {"stock": 0}])
    words = browser.get("/products").words
    assert "Moon jar Active €12.00 – €40.00 8 in stock" in words
    assert "Sold mug Draft €12.00 Sold out" in words


def test_the_list_searches_within_a_status_and_keeps_both_in_its_links(api: Api, browser: Browser) -> None:
    api.add("Blue mug", status="active")
    api.add("Blue bowl")
    page = browser.get("/products?status=active&q=blue&sort=-price")
    assert "Blue mug" in page.words
    assert "Blue bowl" not in page.words
    assert ("a", {"href": "/products?status=draft&q=blue&sort=-price"}) in page.elements


def test_one_comes_back_to_the_list_one_came_from(api: Api, browser: Browser) -> None:
    mug = api.add("Blue mug")
    page = browser.get("/products?q=blue&sort=title")
    way = next(attrs["href"] for _, attrs in page.elements if mug["id"] in attrs.get("href", ""))
    browser.get(way)
    browser.send(title="Blue mug 2")
    page = browser.follow()
    assert ("a", {"href": "/products?q=blue&sort=title"}) in page.elements
    page = browser.get(f"/products/{mug['id']}?back=https://evil.example")
    assert 'href="https://evil' not in page.html


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "Add your first product"),
        ("?status=trashed", "The trash is empty"),
        ("?status=draft", "No drafts"),
        ("?q=unicorn", "Nothing found for “unicorn”"),
        ("?status=nonsense&sort=nonsense", "No products yet"),
    ],
)
def test_an_empty_list_says_what_to_do(browser: Browser, query: str, words: str) -> None:
    assert words in browser.get(f"/products{query}").words


def test_a_product_is_created_from_a_title_and_a_price(api: Api, browser: Browser) -> None:
    api.add_category("Mugs")
    browser.get("/products/new")
    price = {"variants-0-price": "1.228,50", "variants-0-stock": "3"}
    browser.send(title="Great mug", category="mugs", tags="blue, wood-fired ,", **price)
    assert "Created as revision 42 · live on 2 of 2 replicas" in browser.follow().words
    (product,) = api.products.values()
    assert product["variants"][0]["price"] == {"amount": "1228.50", "currency": "EUR"}
    assert product["variants"][0]["stock"] == 3
    assert product["category"]["title"] == "Mugs"
    assert product["tags"] == ["blue", "wood-fired"]


def test_a_saved_product_comes_back_as_it_was_typed(api: Api, browser: Browser) -> None:
    mug = api.add("Mug", attributes={"depth": 9})
    browser.get(f"/products/{mug['id']}")
    typed = {
        "title": "Mug “No. 2” <b>",
        "description": "# Clay\n\nAnd *fire* & ash",
        "status": "active",
        "slug": "mug-2",
        "seo_title": "A mug",
        "seo_description": "To drink from",
        "variants-0-price": "30.00",
        "variants-0-compare_at_price": "35.00",
        "variants-0-stock": "0",
        "variants-0-backorder": "1",
        "variants-0-sku": "M-2",
        "variants-0-barcode": "4006381333931",
        "variants-0-weight_grams": "420",
    }
    browser.send(**typed)
    page = browser.follow()
    assert {name: page.typed[name] for name in typed} == typed
    assert api.products[mug["id"]]["attributes"] == {"depth": 9}
    assert ("a", {"href": "http://mstore.localhost:8080/products/mug-2"}) in page.elements


def test_a_double_click_is_one_save(api: Api, browser: Browser) -> None:
    form = browser.get("/products/new").typed | {"title": "Once", "variants-0-price": "1"}
    browser.post("/products", form)
    browser.post("/products", form)
    assert browser.response.status_code == 303
    assert len(api.products) == 1


def test_a_mended_form_is_another_save_than_the_faulty_one(api: Api, browser: Browser) -> None:
    browser.get("/products/new")
    browser.send(title="", **{"variants-0-price": "1"})
    browser.send(title="Mended")
    keys = [headers["Idempotency-Key"] for headers in api.sent("POST", "/v1/products")]
    assert len(set(keys)) == 2


def test_every_fault_stands_beside_its_field_and_nothing_typed_is_lost(api: Api, browser: Browser) -> None:
    browser.get("/products/new")
    typed = {"title": "", "description": "Keep\n\nme", "seo_title": "bad", "status": "active"}
    page = browser.send(**typed, **{"variants-0-price": "cheap", "variants-0-stock": "many"})
    assert browser.response.status_code == 422
    assert page.fault("title") == "Please fill this in."
    assert page.fault("variants-0-price") == "Please write an amount, like 12.90."
    assert page.fault("variants-0-stock") == "Please write a whole number."
    assert page.fault("seo_title") == "That is bad."
    assert page.fault("description") == ""
    assert "That is odd." in page.words
    assert ("a", {"href": "#variants-0-price"}) in page.elements
    assert {name: page.typed[name] for name in typed} == typed
    assert page.typed["variants-0-price"] == "cheap"


@pytest.mark.parametrize("stock", ["--5", "1.5", "²", "9" * 5000])
def test_what_is_no_whole_number_is_told_and_kept(browser: Browser, stock: str) -> None:
    browser.get("/products/new")
    page = browser.send(title="Mug", **{"variants-0-price": "1", "variants-0-stock": stock})
    assert page.fault("variants-0-stock") == "Please write a whole number."
    assert page.typed["variants-0-stock"] == stock


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("12", "12"),
        ("12,9", "12.9"),
        ("1 234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1.234,50", "1234.50"),
    ],
)
def test_a_price_is_understood_as_europe_writes_it(
    api: Api, browser: Browser, written: str, amount: str
) -> None:
    browser.get("/products/new")
    browser.send(title="Mug", **{"variants-0-price": written})
    assert next(iter(api.products.values()))["price_range"]["min"]["amount"] == amount


def test_an_amount_that_could_be_two_is_not_guessed(browser: Browser) -> None:
    browser.get("/products/new")
    page = browser.send(title="Mug", **{"variants-0-price": "1.234"})
    assert page.fault("variants-0-price") == "Please write an amount, like 12.90."


def test_a_choice_makes_rows_one_by_one_without_losing_what_was_typed(api: Api, browser: Browser) -> None:
    browser.get("/products/new")
    page = browser.send(title="Vase", add_variant="1", **{"options-0": "Glaze", "variants-0-price": "20"})
    assert page.typed["title"] == "Vase"
    assert page.typed["variants-1-price"] == "20"
    assert not api.products
    page = browser.send(
        **{"variants-0-option-0": "Celadon", "variants-1-option-0": "", "variants-1-price": "24"}
    )
    assert page.fault("variants-1-option-0") == "Please fill this in."
    browser.send(**{"variants-1-option-0": "Tenmoku"})
    (vase,) = api.products.values()
    assert [(v["options"], v["price"]["amount"]) for v in vase["variants"]] == [
        ({"Glaze": "Celadon"}, "20"),
        ({"Glaze": "Tenmoku"}, "24"),
    ]


def test_a_row_is_removed_when_saved_and_faults_find_the_rows_that_stay(api: Api, browser: Browser) -> None:
    variants = [{"price": {"amount": "9", "currency": "EUR"}, "options": {"Size": size}} for size in "SML"]
    bowl = api.add("Bowl", options=["Size"], variants=variants)
    kept = [api.products[bowl["id"]]["variants"][row]["id"] for row in (0, 2)]
    browser.get(f"/products/{bowl['id']}")
    page = browser.send(**{"variants-1-removed": "1", "variants-2-stock": "some"})
    assert page.fault("variants-2-stock") == "Please write a whole number."
    browser.send(**{"variants-2-stock": "5"})
    assert [v["id"] for v in api.products[bowl["id"]]["variants"]] == kept


def test_pictures_are_added_ordered_described_and_removed(api: Api, browser: Browser) -> None:
    browser.get("/products/new")
    files = [file("a.jpg", b"a"), file("b.jpg", b"b"), file("c.jpg", b"c")]
    browser.send(title="Jar", uploads=files, **{"variants-0-price": "5"})
    browser.follow()
    browser.send(
        **{
            "pictures-0-alt": "Side",
            "pictures-0-order": "9",
            "pictures-1-removed": "1",
            "pictures-2-alt": "Top",
        }
    )
    browser.follow()
    (jar,) = api.products.values()
    assert [image["alt"] for image in jar["images"]] == ["Top", "Side"]
    assert [headers["Content-Type"] for headers in api.sent("POST", "/v1/media")] == ["image/jpeg"] * 3


def test_pictures_chosen_with_a_faulty_form_are_kept(api: Api, browser: Browser) -> None:
    browser.get("/products/new")
    page = browser.send(title="", uploads=[file("a.jpg")], **{"variants-0-price": "5"})
    assert page.typed["pictures-0-thumbnail"].startswith("/v1/media/")
    browser.send(title="Jar")
    assert len(next(iter(api.products.values()))["images"]) == 1


def test_files_that_are_no_pictures_are_named_and_the_others_are_kept(api: Api, browser: Browser) -> None:
    browser.get("/products/new")
    files = [file(name, kind="application/pdf") for name in ("plan.pdf", "list.pdf")]
    page = browser.send(title="Jar", uploads=[*files, file("a.jpg")], **{"variants-0-price": "5"})
    assert page.fault("uploads").startswith("plan.pdf, list.pdf: This is no picture")
    assert "pictures-0-media" in page.typed
    assert not api.products


def test_pictures_that_could_not_be_stored_have_to_be_chosen_again(api: Api, browser: Browser) -> None:
    browser.get("/products/new")
    api.paused = True
    page = browser.send(title="Jar", uploads=[file("a.jpg")], **{"variants-0-price": "5"})
    assert page.fault("uploads").endswith("Pictures have to be chosen again.")
    assert page.typed["title"] == "Jar"


def test_deleting_asks_first_and_moves_to_the_trash(api: Api, browser: Browser) -> None:
    mug = api.add("Mug")
    page = browser.get(f"/products/{mug['id']}/delete")
    assert "It goes to the trash" in page.words
    browser.send()
    assert "Moved to the trash as revision 42" in browser.follow().words
    assert "Mug In the trash" in browser.get("/products?status=trashed").words
    assert "is in the trash" in browser.get(f"/products/{mug['id']}").words


def test_deleting_what_somebody_changed_meanwhile_asks_again(api: Api, browser: Browser) -> None:
    mug = api.add("Mug")
    browser.get(f"/products/{mug['id']}/delete")
    api.store({"title": "Better mug"}, mug)
    page = browser.send()
    assert browser.response.status_code == 412
    assert "Delete “Better mug”?" in page.words
    browser.send()
    assert api.products[mug["id"]]["deleted_at"]


def test_deleting_what_is_gone_already_says_so(api: Api, browser: Browser) -> None:
    mug = api.add("Mug")
    browser.get(f"/products/{mug['id']}/delete")
    api.store({"deleted_at": "2026-11-20T11:00:00Z"}, mug)
    assert "Nothing here" in browser.send().words
    assert browser.response.status_code == 404


def test_writes_that_are_paused_keep_what_was_typed_and_can_be_tried_again(
    api: Api, browser: Browser
) -> None:
    mug = api.add("Mug")
    browser.get(f"/products/{mug['id']}")
    api.paused = True
    page = browser.send(title="Newer mug")
    assert browser.response.status_code == 503
    assert "Saving is paused" in page.words
    assert page.typed["title"] == "Newer mug"
    api.paused = False
    browser.send()
    assert browser.follow().typed["title"] == "Newer mug"
    keys = [headers["Idempotency-Key"] for headers in api.sent("PATCH")]
    assert keys[0] == keys[1]


def test_a_replica_that_is_behind_is_explained_with_a_way_to_try_again(api: Api, browser: Browser) -> None:
    api.failing_reads = [Problem(503, "replica-behind", "Not yet.", {"Retry-After": "1"})]
    page = browser.get("/products")
    assert browser.response.status_code == 503
    assert browser.response.headers["Retry-After"] == "1"
    assert "have not received it yet" in page.words


def test_a_product_that_never_was_is_a_page_of_its_own(browser: Browser) -> None:
    page = browser.get("/products/0192d3a0-0000-7000-8000-000000000000")
    assert browser.response.status_code == 404
    assert "Nothing here" in page.words
