"""What only the staff sees."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.services.read_api.owner import Owner
from tests.services.read_api.reader import Reader

Bearer = Callable[[str], dict[str, str]]


@pytest.mark.parametrize("path", ["/v1/staff/products", "/v1/staff/products/mug"])
def test_the_staff_s_products_need_a_token_with_the_scope(app: Flask, bearer: Bearer, path: str) -> None:
    client = app.test_client()
    nobody = client.get(path)
    assert nobody.status_code == 401
    assert nobody.headers["WWW-Authenticate"].startswith("Bearer")
    assert client.get(path, headers={"Authorization": "Bearer x.y.z"}).status_code == 401
    other = client.get(path, headers=bearer("account"))
    assert other.status_code == 403
    assert 'error="insufficient_scope"' in other.headers["WWW-Authenticate"]


def test_the_staff_sees_every_status_and_the_trash_on_request(
    owner: Owner, reader: Reader, bearer: Bearer
) -> None:
    for slug in ("active", "draft", "archived"):
        owner.add(slug, status=slug)
    owner.add("deleted")
    owner.change("deleted", "deleted_at = now()")

    def slugs(**query: str) -> list[str]:
        page = reader.get("/v1/staff/products", headers=bearer("catalog:read"), **query).json
        return [item["slug"] for item in page["items"]]

    assert slugs() == ["active", "draft", "archived"]
    assert slugs(status="draft") == ["draft"]
    assert slugs(status="active") == ["active"]
    assert slugs(status="trashed") == ["deleted"]


def test_a_product_in_the_trash_is_found_by_its_id_alone(
    owner: Owner, reader: Reader, bearer: Bearer
) -> None:
    owner.add("mug")
    owner.change("mug", "deleted_at = now()")
    staff = bearer("catalog:read")
    (trashed,) = reader.get("/v1/staff/products?status=trashed", headers=staff).json["items"]
    assert trashed["deleted_at"].endswith("Z")
    found = reader.get(f"/v1/staff/products/{trashed['id']}", headers=staff)
    assert found.json == trashed
    assert reader.get("/v1/staff/products/mug", headers=staff).status_code == 404


def test_the_staff_s_answers_are_private(owner: Owner, reader: Reader, bearer: Bearer) -> None:
    owner.add("mug", status="draft")
    for path in ("/v1/staff/products", "/v1/staff/products/mug", "/v1/staff/products/none"):
        response = reader.get(path, headers=bearer("catalog:read"))
        assert response.headers["Cache-Control"] == "private, no-cache"
        assert response.headers["Vary"] == "Authorization"


def test_a_token_shows_no_draft_where_the_public_looks(owner: Owner, reader: Reader, bearer: Bearer) -> None:
    owner.add("draft", status="draft")
    assert reader.get("/v1/products", headers=bearer("catalog:read")).json["items"] == []
    assert reader.get("/v1/products/draft", headers=bearer("catalog:read")).status_code == 404
