from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.postgres import Postgres
from tests.services.write_api.client import Client, euros, glazed_mug, mug, pointers, slug_of
from tests.services.write_api.history import History
from tests.services.write_api.service import running, settings_of

PRICE = {"price": euros("1.00")}
FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"title": None}, "/title"),
    ({"title": "  "}, "/title"),
    ({"title": 7}, "/title"),
    ({"title": "x" * 201}, "/title"),
    ({"title": "bell\u0007"}, "/title"),
    ({"title": "two\nlines"}, "/title"),
    ({"nonsense": 1}, "/nonsense"),
    ({"a/b~c": 1}, "/a~1b~0c"),
    ({"slug": "No Slug"}, "/slug"),
    ({"slug": "trailing-"}, "/slug"),
    ({"status": "sold"}, "/status"),
    ({"category": "nowhere"}, "/category"),
    ({"tags": "blue"}, "/tags"),
    ({"tags": {"blue": 1}}, "/tags"),
    ({"tags": ["blue", "blue"]}, "/tags/1"),
    ({"tags": ["blue", ""]}, "/tags/1"),
    ({"attributes": [1]}, "/attributes"),
    ({"attributes": {"deep": {}}}, "/attributes/deep"),
    ({"attributes": {"none": None}}, "/attributes/none"),
    ({"attributes": {"huge": 10**400}}, "/attributes/huge"),
    ({"attributes": {f"{n}": "long" * 120 for n in range(50)}}, "/attributes"),
    ({"attributes": {"Clay": "a", "Clay ": "b"}}, "/attributes"),
    ({"options": ["a", "b", "c", "d"]}, "/options"),
    ({"options": ["Glaze"]}, "/variants/0/options"),
    ({"variants": []}, "/variants"),
    ({"variants": None}, "/variants"),
    ({"variants": [None]}, "/variants/0"),
    ({"variants": [{}]}, "/variants/0/price"),
    ({"variants": [{"price": 28}]}, "/variants/0/price"),
    ({"variants": [{"price": {"amount": 28.5, "currency": "EUR"}}]}, "/variants/0/price/amount"),
    ({"variants": [{"price": euros("1.999")}]}, "/variants/0/price/amount"),
    ({"variants": [{"price": euros("-1")}]}, "/variants/0/price/amount"),
    ({"variants": [{"price": euros("٢")}]}, "/variants/0/price/amount"),
    ({"variants": [{"price": euros("999999999999.99")}]}, "/variants/0/price/amount"),
    ({"variants": [{"price": {"amount": "1", "currency": "USD"}}]}, "/variants/0/price/currency"),
    ({"variants": [PRICE | {"compare_at_price": euros("1.00")}]}, "/variants/0/compare_at_price"),
    ({"variants": [PRICE | {"barcode": "4006381333932"}]}, "/variants/0/barcode"),
    ({"variants": [PRICE | {"stock": -1}]}, "/variants/0/stock"),
    ({"variants": [PRICE | {"stock": True}]}, "/variants/0/stock"),
    ({"variants": [PRICE | {"stock": "3"}]}, "/variants/0/stock"),
    ({"variants": [PRICE | {"stock": 2**31}]}, "/variants/0/stock"),
    ({"variants": [PRICE | {"backorder": 1}]}, "/variants/0/backorder"),
    ({"variants": [PRICE | {"available": True}]}, "/variants/0/available"),
    ({"variants": [PRICE | {"id": "0199aaaa-0000-7000-8000-000000000000"}]}, "/variants/0/id"),
    ({"variants": [PRICE | {"options": {"Glaze": "Ash"}}]}, "/variants/0/options"),
    ({"variants": [PRICE | {"options": {"Glaze": 7}}]}, "/variants/0/options/Glaze"),
    ({"variants": [PRICE | {"options": {"Glaze": "\u0000"}}]}, "/variants/0/options/Glaze"),
    ({"variants": [PRICE | {"sku": "A"}, PRICE | {"sku": "A"}]}, "/variants/1/sku"),
    ({"variants": [PRICE, PRICE]}, "/variants/1/options"),
    ({"images": [{"media": "0" * 64}]}, "/images/0/media"),
    ({"images": [{"media": "x"}]}, "/images/0/media"),
    ({"images": [{"media": "0" * 64}, {"media": "0" * 64}]}, "/images/1/media"),
    ({"seo": {"keywords": "mug"}}, "/seo/keywords"),
    ({"position": 2**60}, "/position"),
]


@pytest.fixture(scope="module")
def lasting(postgres: Postgres, signing_key_file: Path) -> Iterator[Client]:
    """An owner of one shop for all tests that leave nothing in it."""
    postgres.empty_catalog()
    with running(settings_of(postgres, signing_key_file)) as app:
        yield Client(app, "owner")


@pytest.mark.parametrize(("change", "pointer"), FAULTS, ids=[f"{change}"[:60] for change, _ in FAULTS])
def test_a_fault_is_a_422_that_points_at_it(
    lasting: Client, history: History, change: dict[str, Any], pointer: str
) -> None:
    before = history.revision(), history.count("product")

    answer = lasting.send("POST", "/v1/products", mug() | change)

    assert (answer.status_code, slug_of(answer)) == (422, "invalid-body"), answer.text
    assert pointer in pointers(answer)
    assert (history.revision(), history.count("product")) == before


def test_one_answer_lists_every_fault(owner: Client) -> None:
    body = {
        "title": "",
        "slug": "No Slug",
        "options": ["Glaze"],
        "variants": [
            {"price": euros("x"), "options": {"Glaze": "Ash"}},
            PRICE | {"stock": -1},
            PRICE | {"options": {"Size": "S"}},
        ],
        "nonsense": 1,
    }

    answer = owner.send("POST", "/v1/products", body)

    assert pointers(answer) == {
        "/title",
        "/slug",
        "/variants/0/price/amount",
        "/variants/1/stock",
        "/variants/2/options",
        "/nonsense",
    }


def test_a_slug_or_sku_that_is_taken_is_a_conflict_that_points_at_it(owner: Client) -> None:
    owner.create("/v1/products", glazed_mug("Ash") | {"slug": "mug"})

    slug = owner.send("POST", "/v1/products", mug(slug="mug"))
    sku = owner.send("POST", "/v1/products", glazed_mug("Iron", "Ash"))

    assert (slug.status_code, slug_of(slug), pointers(slug)) == (409, "slug-taken", {"/slug"})
    assert (sku.status_code, slug_of(sku), pointers(sku)) == (409, "sku-taken", {"/variants/1/sku"})


def test_a_refused_change_leaves_everything_as_it_was(owner: Client, history: History) -> None:
    taken = owner.create("/v1/products", glazed_mug("Ash"))
    made = owner.product(title="Cup", tags=["old"])
    revision = history.revision()

    answer = owner.send("PATCH", made.path, {"tags": ["new"], "slug": taken.document["slug"]}, if_match="*")

    assert answer.status_code == 409
    assert history.revision() == revision
    assert owner.send("PATCH", made.path, {}, if_match=made.tag).get_json()["tags"] == ["old"]


@pytest.mark.parametrize(
    ("data", "content_type", "status", "slug"),
    [
        (b"{}", "text/plain", 415, "unsupported-media-type"),
        (b"{}", None, 415, "unsupported-media-type"),
        (b"", "application/json", 400, "malformed"),
        (b"{", "application/json", 400, "malformed"),
        (b"\xff", "application/json", 400, "malformed"),
        ("{}".encode("utf-16"), "application/json", 400, "malformed"),
        (b'{"title": NaN}', "application/json", 400, "malformed"),
        (b'{"title": "a", "title": "b"}', "application/json", 400, "malformed"),
        (b'{"title": "\\ud800"}', "application/json", 400, "malformed"),
        (b'{"title": ' + b"9" * 5000 + b"}", "application/json", 400, "malformed"),
        (b"[" * 100_000, "application/json", 400, "malformed"),
        (b'{"a":' * 100 + b"1" + b"}" * 100, "application/json", 400, "malformed"),
        (b"[]", "application/json", 422, "invalid-body"),
        (b'"' + b"x" * 1_048_576 + b'"', "application/json", 413, "too-large"),
        (b" " * (20 * 1024 * 1024 + 1), "application/json", 413, "too-large"),
    ],
    ids=lambda value: f"{value!r}"[:30],
)
def test_a_body_that_is_no_json_object_is_refused(
    lasting: Client, data: bytes, content_type: str | None, status: int, slug: str
) -> None:
    answer = lasting.send("POST", "/v1/products", data=data, content_type=content_type)

    assert (answer.status_code, slug_of(answer)) == (status, slug)
