"""An export, imported into an empty shop, makes the same export again, byte for byte."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from PIL import Image
from sqlalchemy import text

import read_api
from read_api.settings import Settings as ReadSettings
from tests.postgres import Postgres
from tests.services.write_api.client import Client, token
from tests.services.write_api.imports.goods import products
from tests.services.write_api.imports.importing import CSV, JSONL, Importer

FORMS = {"csv": CSV, "jsonl": JSONL}
ODD = settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
EMPTY = text(
    "delete from catalog.product; delete from catalog.category where parent_id is not null;"
    "delete from catalog.category"
)


class Exporter:
    """Reads the export of the shop from its replica, and empties the shop."""

    def __init__(self, app: Flask, postgres: Postgres, bearer: str) -> None:
        self._client, self._postgres = app.test_client(), postgres
        self._headers = {"Authorization": f"Bearer {bearer}"}

    def export(self, form: str, **how: str) -> bytes:
        self._postgres.wait_for_replay()
        query = {"format": form, "origin": "https://mstore.com", **how}
        answer = self._client.get("/v1/export", query_string=query, headers=self._headers)
        assert answer.status_code == 200, answer.text
        return answer.data

    def empty(self) -> None:
        """All products and categories go; pictures stay."""
        with self._postgres.connection("postgres") as connection, connection.begin():
            connection.execute(EMPTY)


@pytest.fixture
def exporter(app: Flask, catalog: Postgres, tmp_path: Path) -> Iterator[Exporter]:
    key_set = tmp_path / "key_set.json"
    key_set.write_text(json.dumps(app.extensions["signing_key"].public_key_set()))
    reader = read_api.create_app(
        ReadSettings(
            database_nodes=catalog.nodes,
            database_name=catalog.name,
            read_public_password=catalog.passwords["read_public"],
            read_staff_password=catalog.passwords["read_staff"],
            key_set_file=key_set,
        )
    )
    yield Exporter(reader, catalog, token(app, "owner"))
    reader.extensions["replicas"].close()


@pytest.fixture
def media(owner: Client) -> str:
    drawn = io.BytesIO()
    Image.new("RGB", (640, 480), "#aabbcc").save(drawn, "JPEG")
    answer = owner.send("POST", "/v1/media", data=drawn.getvalue(), content_type="image/jpeg")
    assert answer.status_code == 201
    return str(answer.get_json()["media"])


def fill(owner: Client, goods: list[dict[str, Any]], media: str) -> None:
    owner.category("Clay", slug="clay")
    owner.category("Mugs > Cups", slug="mugs", parent="clay")
    for body in goods:
        images = [{**image, "media": media} for image in body["images"]]
        owner.create("/v1/products", {**body, "images": images})


@pytest.mark.parametrize("form", FORMS)
@given(goods=products())
@ODD
def test_whatever_the_shop_sells_comes_back(
    exporter: Exporter, importer: Importer, owner: Client, media: str, form: str, goods: list[dict[str, Any]]
) -> None:
    exporter.empty()
    fill(owner, goods, media)
    before = exporter.export(form)
    assert [row["outcome"] for row in importer.plan(before, FORMS[form])] == ["unchanged"] * len(goods)
    exporter.empty()

    state = importer.apply(before, FORMS[form])

    assert state["products"]["create"] == len(goods)
    assert exporter.export(form) == before


@pytest.mark.parametrize("style", ["old", "new"])
def test_it_does_under_old_headers_and_new(
    exporter: Exporter, importer: Importer, owner: Client, media: str, style: str
) -> None:
    fill(owner, [ODDEST], media)
    before = exporter.export("csv", columns=style)
    exporter.empty()
    importer.apply(before)
    assert exporter.export("csv", columns=style) == before


def test_what_is_in_the_trash_is_not_exported(exporter: Exporter, owner: Client) -> None:
    made = owner.product()
    owner.product(title="Bowl")
    assert owner.send("DELETE", made.path, if_match="*").status_code == 200
    assert [json.loads(line)["slug"] for line in exporter.export("jsonl").splitlines()] == ["bowl"]


def test_a_formula_is_no_formula_in_a_spreadsheet(exporter: Exporter, owner: Client) -> None:
    owner.product(title="=cmd|' /C calc'!A0", slug="bad")
    assert b"'=cmd|' /C calc'!A0" in exporter.export("csv")


@pytest.mark.parametrize("form", FORMS)
def test_pictures_that_are_not_there_yet_are_exported_as_they_came(
    exporter: Exporter, importer: Importer, form: str
) -> None:
    header = "Handle,Title,Price,Image Src,Image Alt Text\n"
    rows = 'mug,Mug,1,https://x.example/a.jpg,"A, b"\nmug,,,https://x.example/c.jpg,\n'
    importer.apply(header + rows)
    before = exporter.export(form)
    assert before.count(b"https://x.example/") == 2
    exporter.empty()
    importer.apply(before, FORMS[form])
    assert exporter.export(form) == before
    assert importer.state()["pictures"]["pending"] == 2


ODDEST: dict[str, Any] = {
    "title": "\"5″\" 'plate', = more;",
    "slug": "plate",
    "description": '# Care\n\n- *by hand*\n- a <b> & "c"\n\n| a | b |\n|---|---|\n| 1 | 2 |',
    "status": "active",
    "category": "mugs",
    "tags": ["a, b", '"', "-x", "="],
    "attributes": {"Height": 9.5, "Fired": True, "Number": 2**53, "Vendor": "Kiln, Ltd", "'=": "'"},
    "options": ["Größe, mm"],
    "variants": [
        {
            "sku": "007",
            "price": {"amount": "0.05", "currency": "EUR"},
            "compare_at_price": {"amount": "1000000.00", "currency": "EUR"},
            "stock": 0,
            "backorder": True,
            "weight_grams": 1234,
            "options": {"Größe, mm": "1.234"},
        },
        {"price": {"amount": "1234.00", "currency": "EUR"}, "options": {"Größe, mm": "TRUE"}},
    ],
    "images": [{"media": "?", "alt": "=Front"}],
    "seo": {"title": "@home", "description": "+1"},
    "position": -3,
}
