"""Pages are given again as long as the catalog has the revision that they show."""

import gzip

import pytest
from flask.testing import FlaskClient

from tests.services.frontend.api import REVISION, Api

PAGES = ("/", "/categories/mugs", "/search?q=mug", "/products/mug")


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_made_once_for_a_revision(client: FlaskClient, api: Api, address: str) -> None:
    first = client.get(address)
    api.asked.clear()
    again = client.get(address)
    assert [(call["method"], call["path"]) for call in api.asked] == [("HEAD", "/v1/settings")]
    assert again.data == first.data
    assert first.headers["ETag"] == again.headers["ETag"] == '"7-9f3ac2d1.dev"'
    assert again.headers["Catalog-Revision"] == REVISION


@pytest.mark.parametrize("address", PAGES)
def test_who_has_it_is_told_so(client: FlaskClient, address: str) -> None:
    tag = client.get(address).headers["ETag"]
    answer = client.get(address, headers={"If-None-Match": tag})
    assert (answer.status_code, answer.data) == (304, b"")
    assert answer.headers["Content-Security-Policy"]


def test_what_changes_shows_with_the_next_look(client: FlaskClient, api: Api) -> None:
    before = client.get("/products/mug")
    api.revision, api.products[0] = "8.0123456789abcdef", api.products[0] | {"title": "Another mug"}
    after = client.get("/products/mug", headers={"If-None-Match": before.headers["ETag"]})
    assert "Another mug" in after.text
    assert after.headers["ETag"] != before.headers["ETag"]


def test_a_page_that_was_told_of_two_revisions_is_shown_and_not_kept(client: FlaskClient, api: Api) -> None:
    def write() -> None:
        number, _, nonce = str(api.revision).partition(".")
        api.revision = f"{int(number) + 1}.{nonce}"

    api.after = write
    answer = client.get("/")
    assert answer.status_code == 200
    assert "ETag" not in answer.headers
    api.after = None
    assert client.get("/").headers["ETag"]


def test_a_page_is_never_told_of_less_than_before(client: FlaskClient, api: Api) -> None:
    client.get("/")
    minima = [call["headers"].get("Catalog-Min-Revision") for call in api.asked]
    assert minima[0] is None
    assert set(minima[1:]) == {REVISION}


def test_it_goes_out_compressed_under_a_tag_of_its_own(client: FlaskClient) -> None:
    plain = client.get("/")
    zipped = client.get("/", headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(zipped.data) == plain.data
    assert zipped.headers["ETag"] == '"7-9f3ac2d1.dev.gzip"'
    assert "Accept-Encoding" in zipped.headers["Vary"]


def test_only_pages_that_are_there_are_kept(client: FlaskClient) -> None:
    for address in ("/products/none", "/products/lost-mug", "/products/old-mug"):
        assert "ETag" not in client.get(address).headers


def test_the_head_alone_says_the_same(client: FlaskClient) -> None:
    page, head = client.get("/"), client.head("/")
    assert (head.data, head.headers["ETag"]) == (b"", page.headers["ETag"])
    assert head.headers["Content-Length"] == page.headers["Content-Length"]
