"""What holds for every page: it runs nothing inline, escapes what was typed, and names every control."""

import re
from pathlib import Path

import pytest

from service_defaults.permissions import permission_of
from tests.services.admin_ui.api import Api
from tests.services.admin_ui.browser import Browser, Page

ROOM = Path(__file__).parents[3] / "services/admin-ui"
HOSTILE = '"><script>alert(1)</script>'


@pytest.fixture
def pages(api: Api, browser: Browser) -> list[Page]:
    """Every kind of page, of a shop in which every text is hostile."""
    category = api.add_category("Mugs")
    category["title"] = HOSTILE
    price = {"price": {"amount": "9.00", "currency": "EUR"}}
    variants = [price | {"options": {HOSTILE: value}} for value in (HOSTILE, "b")]
    images = [{"media": "a" * 64, "alt": HOSTILE}]
    hostile = {"description": HOSTILE, "tags": [HOSTILE], "seo": {"title": HOSTILE, "description": HOSTILE}}
    jar = api.add(
        HOSTILE, slug="jar", options=[HOSTILE], variants=variants, images=images, category="mugs", **hostile
    )
    plain = api.add("Plain", slug="plain")
    trashed = api.add("Trashed", slug="trashed", deleted_at="2026-11-20T10:00:00Z")
    addresses = [
        "/products",
        f"/products?q={HOSTILE}",
        "/products/new",
        "/categories",
        f"/categories/{category['id']}",
    ]
    addresses += [f"/products/{product['id']}" for product in (jar, plain, trashed)]
    addresses += [f"/products/{jar['id']}/delete", "/account/password", "/nowhere"]
    seen = [browser.get(address) for address in addresses]
    browser.get(f"/products/{jar['id']}")
    api.store({"title": HOSTILE + "2", "status": "active"}, api.products[jar["id"]])
    seen += [browser.send(), browser.send(title="", take_theirs=None), browser.send(csrf_token=None)]
    browser.client.delete_cookie("mstore_admin")
    return [*seen, browser.get("/login")]


def test_nothing_runs_or_is_styled_inline(pages: list[Page]) -> None:
    for page in pages:
        assert not [tag for tag, _ in page.elements if tag in ("script", "style")]
        assert not [
            name for _, attrs in page.elements for name in attrs if name == "style" or name.startswith("on")
        ]


def test_every_control_has_one_label_and_every_id_is_unique(pages: list[Page]) -> None:
    for page in pages:
        ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
        assert len(ids) == len(set(ids))
        labelled = {attrs["for"] for tag, attrs in page.elements if tag == "label"}
        for tag, attrs in page.elements:
            is_hidden = attrs.get("type") == "hidden" or "hidden" in attrs
            if tag in ("input", "select", "textarea") and not is_hidden:
                assert attrs.get("id") in labelled or "aria-label" in attrs, attrs


def test_every_form_that_changes_something_carries_the_stamp(pages: list[Page]) -> None:
    for page in pages:
        posting = sum(tag == "form" and attrs.get("method") == "post" for tag, attrs in page.elements)
        assert sum("csrf_token" in form.fields for form in page.forms) == posting


def test_every_page_has_one_heading_and_a_title(pages: list[Page]) -> None:
    for page in pages:
        assert [tag for tag, _ in page.elements].count("h1") == 1
        assert re.search(r"<title>.+ · mstore</title>", page.html)


def test_every_answer_is_private_and_allows_its_own_style_and_pictures_only(browser: Browser) -> None:
    for address in ("/products", "/nowhere", "/login"):
        browser.get(address)
        headers = browser.response.headers
        assert headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]


def test_the_stylesheet_may_be_kept_for_ever_under_the_name_of_its_content(visitor: Browser) -> None:
    visitor.get("/login")
    address = next(attrs["href"] for tag, attrs in visitor.page.elements if attrs.get("rel") == "stylesheet")
    response = visitor.client.get(address)
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.mimetype == "text/css"
    assert "Set-Cookie" not in response.headers
    assert visitor.client.get("/assets/admin.css").status_code == 404


def test_the_readme_lists_every_route_with_its_permission(visitor: Browser) -> None:
    app = visitor.client.application
    rows = {
        f"| `{rule.rule}` | {method} | {permission_of(app, rule.endpoint)} |"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    text = (ROOM / "README.md").read_text()
    assert {row for row in rows if row not in text} == set()
