"""Conditional requests: what an answer's tag says, and when 304 is answered (RFC 9110 §13)."""

import pytest

from tests.services.read_api.owner import Owner
from tests.services.read_api.reader import Reader


def test_a_listing_is_tagged_with_the_catalog_s_revision(owner: Owner, reader: Reader) -> None:
    number, _, nonce = owner.add("mug").partition(".")
    response = reader.get("/v1/products")
    assert response.headers["ETag"] == f'"{number}-{nonce[:8]}.dev"'
    assert response.headers["Cache-Control"] == "no-cache"
    assert response.headers["Vary"] == "Accept-Encoding, Catalog-Min-Revision"


@pytest.mark.parametrize("path", ["/v1/products/mug", "/v1/categories/cups", "/v1/settings"])
def test_one_thing_is_tagged_with_its_own_revision(owner: Owner, reader: Reader, path: str) -> None:
    owner.add_category("cups")
    owner.add("mug")
    before = reader.get(path)
    owner.add("another")
    after = reader.get(path)
    assert after.headers["ETag"] == before.headers["ETag"]
    assert after.headers["ETag"].startswith(f'"{after.json["revision"]}-')
    assert after.headers["Catalog-Revision"] != before.headers["Catalog-Revision"]


def test_what_shows_in_a_product_or_category_changes_its_tag(owner: Owner, reader: Reader) -> None:
    owner.add_category("cups")
    owner.add("mug", category="cups")
    product, category = (
        reader.get(path).headers["ETag"] for path in ("/v1/products/mug", "/v1/categories/cups")
    )
    owner.run("UPDATE catalog.category SET title = 'Beakers' WHERE slug = 'cups'")
    assert reader.get("/v1/products/mug").headers["ETag"] != product
    category = reader.get("/v1/categories/cups").headers["ETag"]
    owner.add("beaker", category="cups")
    assert reader.get("/v1/categories/cups").headers["ETag"] != category


@pytest.mark.parametrize("form", ["{0}", "W/{0}", '"x", {0}', "*"])
def test_a_client_that_has_it_gets_a_304(owner: Owner, reader: Reader, form: str) -> None:
    owner.add("mug")
    for path in ("/v1/products", "/v1/products/mug", "/v1/categories", "/v1/settings"):
        tag = reader.get(path).headers["ETag"]
        response = reader.get(path, headers={"If-None-Match": form.format(tag)})
        assert (response.status_code, response.data) == (304, b"")
        assert response.headers["ETag"] == tag
        assert response.headers["Catalog-Revision"]
        assert response.headers["Cache-Control"] == "no-cache"


def test_who_insists_on_another_state_is_refused_with_a_problem(owner: Owner, reader: Reader) -> None:
    owner.add("mug")
    for path in ("/v1/products", "/v1/products/mug", "/.well-known/jwks.json", "/v1/openapi.json"):
        for tags in ('"another"', '""', '"a", ""'):
            response = reader.get(path, headers={"If-Match": tags})
            assert (response.status_code, response.content_type) == (412, "application/problem+json")


def test_who_insists_on_the_state_that_is_there_gets_it_whatever_coding_or_build_showed_it(
    owner: Owner, reader: Reader
) -> None:
    owner.add("mug")
    for path in ("/v1/products", "/v1/products/mug"):
        tag = reader.get(path, {"Accept-Encoding": "br"}).headers["ETag"]
        state, _, _ = tag.strip('"').partition(".")
        for given in (tag, f'"{state}.another-build"', '"x", ' + tag, "*"):
            assert reader.get(path, headers={"If-Match": given}).status_code == 200, given
        assert reader.get(path, headers={"If-Match": f"W/{tag}"}).status_code == 412


def test_a_client_with_an_older_one_gets_the_new_one(owner: Owner, reader: Reader) -> None:
    owner.add("mug")
    tag = reader.get("/v1/products").headers["ETag"]
    owner.add("bowl")
    response = reader.get("/v1/products", headers={"If-None-Match": tag})
    assert response.status_code == 200
    assert len(response.json["items"]) == 2


def test_head_answers_the_same_headers_and_no_body(owner: Owner, reader: Reader) -> None:
    owner.add("mug")
    for path in ("/v1/products", "/v1/products/mug", "/v1/categories", "/v1/settings", "/v1/openapi.json"):
        got, head = reader.get(path), reader.get(path, method="HEAD")
        assert (head.status_code, head.data) == (200, b"")
        for name in ("ETag", "Content-Length", "Content-Type", "Cache-Control"):
            assert head.headers[name] == got.headers[name]


def test_a_picture_is_kept_for_good(owner: Owner, reader: Reader) -> None:
    owner.add("mug")
    sha256 = owner.attach_picture("mug", b"picture")
    response = reader.get(f"/v1/media/{sha256}/160.webp")
    assert (response.data, response.content_type) == (b"picture", "image/webp")
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    again = reader.get(f"/v1/media/{sha256}/160.webp", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304
    assert "immutable" in again.headers["Cache-Control"]


@pytest.mark.parametrize("ending", ["avif", "webp", "jpg"])
def test_a_picture_has_one_strong_tag_whatever_build_answers(
    owner: Owner, reader: Reader, ending: str
) -> None:
    owner.add("mug")
    sha256 = owner.attach_picture("mug", b"picture")
    path = f"/v1/media/{sha256}/{320 if ending == 'jpg' else 160}.{ending}"

    got, head = reader.get(path), reader.get(path, method="HEAD")

    assert got.content_type == f"image/{ending.replace('jpg', 'jpeg')}"
    assert got.headers["ETag"] == f'"{sha256[:16]}-{path.rsplit("/")[-1].replace(".", "-")}"'
    assert (head.status_code, head.data) == (200, b"")
    for name in ("ETag", "Content-Length", "Content-Type", "Cache-Control"):
        assert head.headers[name] == got.headers[name]


def test_a_picture_that_is_not_there_is_looked_for_again(owner: Owner, reader: Reader) -> None:
    owner.add("mug")
    sha256 = owner.attach_picture("mug", b"picture")
    for name in (
        f"{sha256}/161.webp",
        f"{sha256}/160.jpg",
        f"{sha256}/160.gif",
        f"{'0' * 64}/160.webp",
        "x/1.jpg",
    ):
        response = reader.get(f"/v1/media/{name}")
        assert response.status_code == 404
        assert response.headers["Cache-Control"] == "no-cache"


def test_a_product_s_pictures_are_where_it_says(owner: Owner, reader: Reader) -> None:
    owner.add("mug")
    owner.attach_picture("mug", b"picture")
    (image,) = reader.get("/v1/products/mug").json["images"]
    assert reader.get(image["url"]).status_code == 200
    assert reader.get(image["srcset"].split()[0]).status_code == 200
    assert len(image["sources"]) == 3
    for source in image["sources"]:
        assert reader.get(source["srcset"].split()[0]).content_type == source["type"]
