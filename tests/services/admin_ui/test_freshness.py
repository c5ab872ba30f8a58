"""The owner sees what was just saved, and is told where else it can be seen."""

from tests.services.admin_ui.api import Api, Problem
from tests.services.admin_ui.browser import Browser


def test_every_read_asks_for_the_newest_revision_that_was_seen(api: Api, browser: Browser) -> None:
    browser.get("/products/new")
    browser.send(title="Mug", **{"variants-0-price": "28"})
    saved, before = api.token, len(api.requests)
    browser.follow()
    browser.get("/products")
    browser.get("/categories")
    reads = [headers for method, _, headers in api.requests[before:] if method == "GET"]
    assert len(reads) > 3
    assert {headers["Catalog-Min-Revision"] for headers in reads} == {saved}


def test_the_newest_revision_seen_only_moves_forward(api: Api, browser: Browser) -> None:
    api.number = 50
    browser.get("/products")
    api.number = 45
    browser.get("/products")
    browser.get("/products")
    assert api.sent("GET", "/v1/staff")[-1]["Catalog-Min-Revision"].startswith("50.")


def test_a_history_lost_in_a_failover_is_told_and_the_page_goes_on(api: Api, browser: Browser) -> None:
    browser.get("/products")
    api.number, api.nonce = 39, "aaaabbbbccccdddd"
    api.failing_reads = [Problem(412, "revision-lost", "Lost.", current=api.token)]
    assert "brought back to an earlier state" in browser.get("/products").words
    assert browser.response.status_code == 200
    assert "brought back" not in browser.get("/products").words
    assert api.sent("GET", "/v1/staff")[-1]["Catalog-Min-Revision"] == "39.aaaabbbbccccdddd"


def test_a_receipt_that_is_not_everywhere_says_so_and_offers_to_look_again(
    api: Api, browser: Browser
) -> None:
    mug = api.add("Mug", status="active")
    api.replicas_at = [42, 41]
    browser.get(f"/products/{mug['id']}")
    browser.send(title="Mug 2")
    page = browser.follow()
    assert "Saved as revision 42 · live on 1 of 2 replicas" in page.words
    assert "Your change is safe" in page.words
    api.replicas_at = None
    again = next(attrs["href"] for _, attrs in page.elements if "saved=42" in attrs.get("href", ""))
    assert "live on 2 of 2 replicas" in browser.get(again).words


def test_a_draft_that_is_everywhere_is_still_not_in_the_shop(api: Api, browser: Browser) -> None:
    mug = api.add("Mug")
    browser.get(f"/products/{mug['id']}")
    browser.send(title="Mug 2")
    page = browser.follow()
    assert "live on 2 of 2 replicas · still a draft, customers do not see it" in page.words
    assert "/products/mug" not in page.html


def test_a_receipt_is_never_shown_for_a_revision_nobody_saw(browser: Browser) -> None:
    assert "as revision" not in browser.get("/products?saved=999").words
    assert "as revision" not in browser.get("/products?saved=-1").words
    assert "as revision" not in browser.get("/products?saved=x").words
