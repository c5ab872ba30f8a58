"""Categories: the shelves of the shop."""

from tests.services.admin_ui.api import Api
from tests.services.admin_ui.browser import Browser


def test_categories_stand_as_a_tree_with_their_counts(api: Api, browser: Browser) -> None:
    api.add_category("Espresso", parent="mugs", product_count=1)
    api.add_category("Bowls")
    api.add_category("Mugs", product_count=12)
    words = browser.get("/categories").words
    assert "Bowls no products yet Mugs 12 products Espresso 1 product" in words


def test_a_category_is_created_with_a_receipt(api: Api, browser: Browser) -> None:
    browser.get("/categories")
    browser.send(title="Teapots")
    assert "Created as revision 41 · live on 2 of 2 replicas" in browser.follow().words
    assert "Teapots" in browser.page.words


def test_a_faulty_category_is_shown_again(browser: Browser) -> None:
    browser.get("/categories")
    page = browser.send(title="")
    assert browser.response.status_code == 422
    assert page.fault("title") == "Please fill this in."


def test_a_category_is_renamed_and_never_offered_as_its_own_parent(api: Api, browser: Browser) -> None:
    mugs = api.add_category("Mugs")
    api.add_category("Espresso", parent="mugs")
    api.add_category("Bowls")
    page = browser.get(f"/categories/{mugs['id']}")
    offered = [attrs["value"] for tag, attrs in page.elements if tag == "option"]
    assert offered == ["", "bowls"]
    browser.send(title="Cups")
    assert "Cups" in browser.follow().words


def test_renaming_what_somebody_changed_meanwhile_says_so_first(api: Api, browser: Browser) -> None:
    mugs = api.add_category("Mugs")
    browser.get(f"/categories/{mugs['id']}")
    api.number += 1
    mugs |= {"title": "Beakers", "revision": api.number}
    page = browser.send(title="Cups")
    assert browser.response.status_code == 412
    assert "their version is named “Beakers”" in page.words
    browser.send()
    assert api.categories[mugs["id"]]["title"] == "Cups"


def test_what_was_typed_about_a_category_that_is_gone_can_be_kept_as_a_new_one(
    api: Api, browser: Browser
) -> None:
    mugs = api.add_category("Mugs")
    browser.get(f"/categories/{mugs['id']}")
    api.categories.clear()
    page = browser.send(title="Cups", description="For tea.")
    assert browser.response.status_code == 404
    assert "removed this category meanwhile" in page.words
    browser.send()
    [kept] = api.categories.values()
    assert (kept["title"], kept["description"]) == ("Cups", "For tea.")


def test_a_category_with_products_stays_and_an_empty_one_goes(api: Api, browser: Browser) -> None:
    mugs, bowls = api.add_category("Mugs", product_count=3), api.add_category("Bowls")
    form = browser.get(f"/categories/{mugs['id']}").typed
    assert "still holds products" in browser.post(f"/categories/{mugs['id']}/delete", form).words
    form = browser.get(f"/categories/{bowls['id']}").typed
    browser.post(f"/categories/{bowls['id']}/delete", form)
    assert "Removed as revision 43" in browser.follow().words
    assert list(api.categories) == [mugs["id"]]
