"""Categories, the shop's settings, the status of the replicas and the key set."""

import json
from pathlib import Path

from flask import Flask

from tests.postgres import Postgres
from tests.services.read_api.owner import Owner
from tests.services.read_api.reader import Reader


def test_categories_come_in_their_order_with_parent_and_count(owner: Owner, reader: Reader) -> None:
    owner.add_category("kitchen")
    owner.add_category("cups", parent="kitchen")
    owner.add("mug", category="cups")
    owner.add("draft", category="cups", status="draft")
    response = reader.get("/v1/categories")
    told = {item["slug"]: (item["parent"], item["product_count"]) for item in response.json["items"]}
    assert told == {"kitchen": (None, 0), "cups": ("kitchen", 1)}
    assert str(response.json["revision"]) == response.headers["Catalog-Revision"].partition(".")[0]


def test_a_category_is_found_by_slug_and_by_id(owner: Owner, reader: Reader) -> None:
    owner.add_category("cups")
    category = reader.get("/v1/categories/cups").json
    assert reader.get(f"/v1/categories/{category['id']}").json == category
    assert not {"parent_id", "revision_nonce"} & category.keys()
    unknown = reader.get("/v1/categories/none")
    assert (unknown.status_code, unknown.content_type) == (404, "application/problem+json")


def test_a_category_shows_the_picture_of_its_first_product(owner: Owner, reader: Reader) -> None:
    owner.add_category("cups")
    assert reader.get("/v1/categories/cups").json["image"] is None
    owner.add("mug", category="cups")
    owner.attach_picture("mug", b"picture")
    image = reader.get("/v1/products/mug").json["images"][0]
    assert reader.get("/v1/categories/cups").json["image"] == image


def test_settings_say_what_the_shop_is(owner: Owner, reader: Reader) -> None:
    token = owner.run("UPDATE catalog.setting SET value = '\"Clay & Co\"' WHERE key = 'name'")
    settings = reader.get("/v1/settings").json
    assert settings == {
        "name": "Clay & Co",
        "tagline": "",
        "about": "",
        "currency": "EUR",
        "locale": "en",
        "contact_email": "",
        "revision": int(token.partition(".")[0]),
    }


def test_status_tells_where_a_revision_is_live(owner: Owner, reader: Reader, catalog: Postgres) -> None:
    token = owner.add("mug")
    response = reader.get("/v1/status")
    status = response.json
    assert status["served_by"] == catalog.standby
    assert (status["token"], status["build"]) == (token, "dev")
    assert response.headers["Cache-Control"] == "no-store"
    states = {node["name"]: node["state"] for node in status["replicas"]}
    assert states == {catalog.primary: "leader", catalog.standby: "usable"}
    (standby,) = (node for node in status["replicas"] if node["name"] == catalog.standby)
    assert (standby["token"], standby["revision"]) == (token, status["revision"])


def test_the_key_set_is_public(app: Flask, key_set_file: Path) -> None:
    response = app.test_client().get("/.well-known/jwks.json")
    assert response.json == json.loads(key_set_file.read_text())
    assert response.content_type == "application/jwk-set+json"
    assert "max-age" in response.headers["Cache-Control"]
