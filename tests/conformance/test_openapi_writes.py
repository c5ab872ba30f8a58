"""Whatever is sent to a write, the answer is one that the document describes."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from schemathesis.generation.case import Case

from tests.conformance.accounts import name_what_is_of_accounts
from tests.conformance.fuzzing import call_and_validate, described_api, is_valid
from tests.conformance.shop import PICTURE_TYPES, Shop

# Rules between members, and what is there or not: options that differ, check digits, the shop's currency and
# its decimals, prices in order, categories, pictures, passwords.
BEYOND_SCHEMAS = re.compile(
    r"|/variants|(/variants/\d+)?/(id|options|sku|barcode|compare_at_price)"
    r"|(/variants/\d+)?/(price|compare_at_price)/(amount|currency)"
    r"|/images|(/images/\d+)?/media|/category|/parent|/attributes|/options/\d+|/tags/\d+|/currency|/about"
    r"|/name|/contact_email|/current_password|/new_password"
    r"|/email|/expires_at|/code|/credential"
)
KEY = "Idempotency-Key"
THINGS: tuple[tuple[re.Pattern[str], Callable[[Shop], dict[str, Any]]], ...] = (
    (re.compile(r"/(variants|images|options)(/|$)"), Shop.new_with_parts),
    (re.compile(r"/restore$"), lambda shop: {"product_id": shop.new_in_trash()}),
    (re.compile(r"/duplicate$"), lambda shop: {"product_id": shop.new("products")}),
    (re.compile(r"/imports/{import_id}"), lambda shop: {"import_id": shop.new_import()}),
    (re.compile(r"/undo$"), lambda shop: {"number": shop.new_revision()}),
    (re.compile(r"/products/{id_or_slug}$"), lambda shop: {"id_or_slug": shop.new("products")}),
    (re.compile(r"/categories/{id_or_slug}$"), lambda shop: {"id_or_slug": shop.new("categories")}),
)
FILES = {"text/csv", "application/jsonl"}
BODIES: dict[str, Callable[[Shop], dict[str, Any]]] = {
    "POST /v1/sessions": lambda shop: shop.credentials,
    "POST /v1/sessions/refresh": lambda shop: {"refresh_token": shop.new_refresh_token()},
    "PUT /v1/account/password": lambda shop: {
        "current_password": shop.password,
        "new_password": shop.another_password(),
    },
    "POST /v1/products/{product_id}/variants": lambda _: {
        "price": {"amount": "31.50", "currency": "EUR"},
        "options": {"Glaze": "Ash", "Length": "middling"},
    },
    "PATCH /v1/products/{product_id}/images/{sha256}": lambda _: {"alt": "A mug", "place": 0},
    "POST /v1/products/{product_id}/images": lambda shop: {"media": shop.another_picture()},
    "POST /v1/tags/rename": lambda shop: {"name": shop.new_tag(), "to": str(uuid4())},
    "POST /v1/tags/remove": lambda shop: {"name": shop.new_tag()},
    "POST /v1/batch": lambda _: {
        "operations": [{"method": "POST", "path": "/v1/categories", "body": {"title": "Cups"}}]
    },
}

api = described_api().exclude(method="GET")


@pytest.fixture(scope="module")
def succeeded() -> Iterator[Counter[str]]:
    """How often each operation had its effect; none may have been refused always."""
    counted: Counter[str] = Counter()
    yield counted
    assert [label for label, times in counted.items() if not times] == []


@api.parametrize()
def test_writes_answer_as_described(case: Case, shop: Shop, succeeded: Counter[str]) -> None:
    valid = is_valid(case)
    if valid:
        _name_what_there_is(case, shop)
        name_what_is_of_accounts(case, shop)

    answer = call_and_validate(case, shop.of_method(case.method), shop.headers, BEYOND_SCHEMAS)

    if valid and case.path == "/v1/account/password" and answer.status_code == 204:
        shop.password = case.body["new_password"]
    shop.forget_factors()
    succeeded[case.operation.label] += valid and answer.status_code < 300


def _name_what_there_is(case: Case, shop: Shop) -> None:
    """Ids and secrets that are made up are of nothing, bytes no picture; and a key is for one request."""
    label = case.operation.label
    things = next((named for path, named in THINGS if path.search(case.path)), None)
    if things:
        case.path_parameters.update(things(shop))
    if case.headers.get(KEY):
        case.headers[KEY] = str(uuid4())
    if case.media_type in PICTURE_TYPES:
        case.body = shop.picture
    if case.media_type in FILES:
        case.body = b"Handle,Title\nmug,Mug\n"
    if label in BODIES:
        case.body = BODIES[label](shop)
