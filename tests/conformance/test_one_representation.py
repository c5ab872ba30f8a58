"""The two APIs speak of a product in the same words: what a write answers is what a read answers."""

import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import requests
from PIL import Image

from tests.conformance.conftest import House
from tests.conformance.services import READ_API, WRITE_API, settings_of
from tests.libs.serving import environment
from tests.postgres import Postgres

PLAIN = [{"price": {"amount": "5.00", "currency": "EUR"}}]
VARIANTS = [
    {"sku": "MUG-1", "price": {"amount": "28.00", "currency": "EUR"}, "options": {"Glaze": "Céladon"}},
    {
        "sku": "MUG-2",
        "barcode": "4006381333931",
        "price": {"amount": "30.50", "currency": "EUR"},
        "compare_at_price": {"amount": "36.00", "currency": "EUR"},
        "stock": 0,
        "backorder": True,
        "weight_grams": 410,
        "options": {"Glaze": "Tenmoku"},
    },
]
MUG = {
    "title": "Mug “Été”",
    "description": "Two **lines**\n\nof text <&>",
    "status": "active",
    "category": "mugs",
    "tags": ["blue", "café"],
    "attributes": {"height": 9.5, "dishwasher": True, "clay": "stoneware"},
    "options": ["Glaze"],
    "variants": VARIANTS,
    "seo": {"title": "Mug", "description": "A mug."},
}


class Owner:
    """Writes by one API and reads by the other, as a program with a token does."""

    def __init__(self, house: House, token: str) -> None:
        self.writer, self.reader = house[WRITE_API.name], house[READ_API.name]
        self.headers = {"Authorization": f"Bearer {token}"}

    def write(
        self, method: str, path: str, of: requests.Response | None = None, **options: Any
    ) -> requests.Response:
        """Write over what `of` showed; an answer that is not a success fails the test."""
        condition = {"If-Match": of.headers["ETag"]} if of is not None else {}
        headers = {**self.headers, **condition, **options.pop("headers", {})}
        answer = self.writer.request(method, path, headers=headers, **options)
        assert answer.ok, answer.text
        return answer

    def read(self, path: str, after: requests.Response) -> requests.Response:
        """Read from a replica that has what `after` wrote."""
        revision = {"Catalog-Min-Revision": after.headers["Catalog-Revision"], "Prefer": "wait=5"}
        answer = self.reader.get(path, headers={**self.headers, **revision})
        assert answer.ok, answer.text
        return answer


@pytest.fixture
def owner(house: House, catalog: Postgres, secrets: Path) -> Owner:
    """Someone who may read and write an empty catalog."""
    scope = ["--scope", "catalog:read catalog:write", "--minutes", "15"]
    issued = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "write_api", "issue-token", "--actor", "test", *scope],
        env=environment(settings_of(WRITE_API, secrets, postgres=catalog)),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return Owner(house, issued.stdout.strip())


def picture() -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (1600, 900), "#aabbcc").save(drawn, "JPEG")
    return drawn.getvalue()


def body(answer: requests.Response) -> bytes:
    assert answer.headers["Content-Type"] == "application/json"
    return answer.content.strip()


@pytest.fixture
def mug(owner: Owner) -> requests.Response:
    """The answer to the making of a product that has everything a product can have."""
    media = owner.write("POST", "/v1/media", data=picture(), headers={"Content-Type": "image/jpeg"}).json()[
        "media"
    ]
    owner.write("POST", "/v1/categories", json={"title": "Mugs & more", "slug": "mugs"})
    return owner.write("POST", "/v1/products", json={**MUG, "images": [{"media": media, "alt": "A mug"}]})


@pytest.mark.parametrize(
    ("method", "change"),
    [
        ("PATCH", {"title": "Cup", "status": "draft", "variants": PLAIN, "options": []}),
        ("PUT", {"title": "Cup", "variants": PLAIN}),
        ("DELETE", None),
    ],
)
def test_a_product_is_the_same_from_both(
    owner: Owner, mug: requests.Response, method: str, change: object
) -> None:
    path = f"/products/{mug.json()['id']}"
    assert body(owner.read(f"/v1/staff{path}", after=mug)) == body(mug)
    written = owner.write(method, f"/v1{path}", of=mug, json=change)
    assert body(owner.read(f"/v1/staff{path}", after=written)) == body(written)


def test_the_public_sees_the_same_but_for_the_trash(owner: Owner, mug: requests.Response) -> None:
    public = owner.read(f"/v1/products/{mug.json()['id']}", after=mug)
    assert public.json() == {name: value for name, value in mug.json().items() if name != "deleted_at"}


def test_both_name_the_same_revision_and_tag(owner: Owner, mug: requests.Response) -> None:
    read = owner.read(f"/v1/staff/products/{mug.json()['id']}", after=mug)
    assert read.headers["Catalog-Revision"] == mug.headers["Catalog-Revision"]
    assert read.headers["ETag"] == mug.headers["ETag"]


def test_a_category_is_the_same_from_both(owner: Owner) -> None:
    written = owner.write("POST", "/v1/categories", json={"title": "Mugs", "description": "To drink from"})
    read = owner.read(f"/v1/categories/{written.json()['slug']}", after=written)
    assert body(read) == body(written)
