"""What pages of other origins and shared caches are told."""

import pytest
from flask.testing import FlaskClient

from read_api import create_app
from read_api.settings import Settings
from tests.services.read_api.owner import Owner
from tests.services.read_api.reader import Reader


def test_pages_of_any_origin_may_read_what_is_public(owner: Owner, reader: Reader) -> None:
    owner.add("mug")
    for path in (
        "/v1/products",
        "/v1/products/mug",
        "/v1/products/nothing",
        "/v1/status",
        "/v1/products?x=1",
    ):
        headers = reader.get(path, {"Origin": "https://elsewhere.example"}).headers
        assert headers["Access-Control-Allow-Origin"] == "*"
        assert headers["Access-Control-Expose-Headers"] == "*"


def test_a_preflight_allows_what_our_headers_need(reader: Reader) -> None:
    asked = {
        "Origin": "https://elsewhere.example",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "catalog-min-revision, if-none-match, prefer",
    }
    response = reader.get("/v1/products", asked, "OPTIONS")
    assert response.status_code == 204
    assert response.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert {"Catalog-Min-Revision", "If-None-Match", "Prefer"} <= set(
        response.headers["Access-Control-Allow-Headers"].split(", ")
    )
    assert int(response.headers["Access-Control-Max-Age"]) > 0


def test_what_needs_a_token_is_for_no_other_origin(reader: Reader) -> None:
    for method in ("GET", "OPTIONS"):
        headers = reader.get("/v1/staff/products", {"Origin": "https://elsewhere.example"}, method).headers
        assert "Access-Control-Allow-Origin" not in headers


@pytest.fixture
def behind_a_cdn(settings: Settings, owner: Owner) -> FlaskClient:
    return create_app(settings.model_copy(update={"cdn_seconds": 10})).test_client()


def test_a_cdn_may_answer_for_as_long_as_the_setting_says(behind_a_cdn: FlaskClient) -> None:
    headers = behind_a_cdn.get("/v1/products").headers
    assert headers["Cache-Control"] == (
        "public, max-age=0, s-maxage=10, stale-while-revalidate=60, stale-if-error=86400"
    )
    assert "Catalog-Min-Revision" in headers["Vary"]
    for path in ("/v1/products/nothing", "/v1/products?x=1"):
        assert behind_a_cdn.get(path).headers["Cache-Control"] == "no-cache"
    assert behind_a_cdn.get("/v1/staff/products").headers["Cache-Control"] == "private, no-cache"
