from itertools import pairwise

import pytest
from flask.testing import FlaskClient

from tests.services.frontend.document import Document
from tests.services.frontend.everything import PAGES
from tests.services.frontend.goods import HOSTILE

every_page = pytest.mark.parametrize(("address", "status"), PAGES.items())


@every_page
def test_every_page_is_well_formed_and_without_inline_code(
    client: FlaskClient, address: str, status: int
) -> None:
    response = client.get(address)
    assert response.status_code == status
    page = Document(response.text)
    assert not page.all("style", "iframe", "object", "embed")
    scripts = page.all("script")
    assert all(script.get("type") == "application/ld+json" for script in scripts if "src" not in script)
    assert [script["src"].startswith("/assets/") for script in scripts if "src" in script] == [True]
    for tag, attributes in page.elements:
        inline = [name for name in attributes if name == "style" or name.startswith("on")]
        assert not inline, tag
        assert not attributes.get("href", "").startswith("javascript:")


@every_page
def test_every_page_forbids_what_it_does_not_need(client: FlaskClient, address: str, status: int) -> None:
    headers = client.get(address).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"]
    assert headers["X-Frame-Options"] == "DENY"


@every_page
def test_every_page_can_be_read_without_seeing_it(client: FlaskClient, address: str, status: int) -> None:
    page = Document(client.get(address).text)
    assert len(page.all("h1")) == len(page.all("main")) == len(page.all("header")[:1]) == 1
    assert page.links()[0] == "#content"
    assert page.one("main")["id"] == "content"
    levels = [int(tag[1]) for tag, _ in page.elements if tag in ("h1", "h2", "h3", "h4")]
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    labelled = {label["for"] for label in page.all("label")}
    fields = [field for field in page.all("input", "select") if field.get("type") != "hidden"]
    assert {field["id"] for field in fields} <= labelled


@every_page
def test_every_picture_has_words_and_a_size(client: FlaskClient, address: str, status: int) -> None:
    page = Document(client.get(address).text)
    images = page.all("img")
    assert len([image for image in images if "fetchpriority" in image]) <= 1
    for image in images:
        assert "alt" in image
        assert int(image["width"]) > 0
        assert int(image["height"]) > 0
        assert image["src"].startswith("/v1/media/")
    sources = page.all("source")
    assert [source["type"] for source in sources] == ["image/avif", "image/webp", "image/jpeg"] * len(images)
    assert all("640w" in source["srcset"] and source["sizes"] for source in sources)


@every_page
def test_every_form_is_a_plain_get_to_a_page_of_ours(client: FlaskClient, address: str, status: int) -> None:
    for form in Document(client.get(address).text).all("form"):
        assert form.get("method", "get") == "get"
        assert client.get(form["action"]).status_code == 200


@pytest.mark.parametrize("address", ["/products/hostile", "/categories/bad", "/search?q=alert", "/"])
def test_hostile_titles_stay_words(client: FlaskClient, address: str) -> None:
    html = client.get(address).text
    assert HOSTILE not in html
    assert "alert(&#34;pots&#34;)" in html


@every_page
def test_no_page_is_kept_without_asking_again(client: FlaskClient, address: str, status: int) -> None:
    assert client.get(address).headers["Cache-Control"] == "no-cache"
