"""Two people save the same product."""

import pytest

from tests.services.admin_ui.api import Api, Json
from tests.services.admin_ui.browser import Browser


@pytest.fixture
def mug(api: Api, browser: Browser) -> Json:
    """A mug that somebody else renamed and took apart while the browser had it open."""
    mug = api.add("Mug", description="Ours")
    browser.get(f"/products/{mug['id']}")
    api.store({"title": "Their mug", "tags": ["theirs"]}, mug)
    return mug


def test_both_versions_stand_side_by_side_and_nothing_typed_is_lost(browser: Browser, mug: Json) -> None:
    page = browser.send(title="My mug", description="Mine")
    assert browser.response.status_code == 412
    assert "Title My mug Their mug" in page.words.replace("Take theirs: Title ", "")
    assert page.typed["title"] == "My mug"
    assert page.typed["description"] == "Mine"
    assert "SKU" not in page.words.partition("Drop mine")[0]


def test_what_i_did_not_touch_is_taken_from_them(api: Api, browser: Browser, mug: Json) -> None:
    page = browser.send(title="My mug", description="Mine")
    assert page.typed["take_theirs"] == "tags"
    browser.send()
    saved = api.products[mug["id"]]
    assert (saved["title"], saved["description"], saved["tags"]) == ("My mug", "Mine", ["theirs"])


def test_mine_can_be_saved_over_theirs(api: Api, browser: Browser, mug: Json) -> None:
    browser.send(title="My mug")
    browser.send(take_theirs=None)
    saved = api.products[mug["id"]]
    assert (saved["title"], saved["tags"]) == ("My mug", [])


def test_theirs_can_be_taken(api: Api, browser: Browser, mug: Json) -> None:
    browser.send(title="My mug")
    browser.send(take_theirs=["title", "tags"])
    assert api.products[mug["id"]]["title"] == "Their mug"


def test_a_second_change_of_theirs_is_shown_too(api: Api, browser: Browser, mug: Json) -> None:
    browser.send(title="My mug")
    api.store({"title": "Their best mug"}, api.products[mug["id"]])
    page = browser.send(take_theirs=None)
    assert browser.response.status_code == 412
    assert "Their best mug" in page.words
    browser.send(take_theirs=None)
    assert api.products[mug["id"]]["title"] == "My mug"


def test_theirs_is_never_taken_unseen(api: Api, browser: Browser, mug: Json) -> None:
    browser.send(title="My mug")
    api.store({"title": "Their best mug"}, api.products[mug["id"]])
    page = browser.send(take_theirs="title")
    assert browser.response.status_code == 412
    assert "Their best mug" in page.words
    browser.send(take_theirs="title")
    assert api.products[mug["id"]]["title"] == "Their best mug"


def test_two_who_typed_the_same_have_nothing_left_to_save(browser: Browser, mug: Json) -> None:
    page = browser.send(title="Their mug", tags="theirs")
    assert "nothing left to save" in page.words
    browser.send()
    assert browser.response.status_code == 303


def test_a_product_trashed_meanwhile_can_be_saved_as_a_new_one(api: Api, browser: Browser, mug: Json) -> None:
    api.store({"deleted_at": "2026-11-20T11:00:00Z"}, api.products[mug["id"]])
    page = browser.send(title="My mug")
    assert "moved this product to the trash meanwhile" in page.words
    browser.send()
    assert browser.follow().typed["title"] == "My mug"
    assert [product["title"] for product in api.products.values()] == ["Their mug", "My mug"]
