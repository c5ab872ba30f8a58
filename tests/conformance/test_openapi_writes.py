"""Whatever is sent to a write, the answer is one that the document describes."""

import re
from collections import Counter
from collections.abc import Iterator
from uuid import uuid4

import pytest
from schemathesis.generation.case import Case

from tests.conformance.fuzzing import call_and_validate, described_api, is_valid
from tests.conformance.shop import PICTURE_TYPES, Shop

# Rules between members, and what is there or not: options that differ, check digits, the shop's currency and
# its decimals, prices in order, categories, pictures, passwords.
BEYOND_SCHEMAS = re.compile(
    r"|/variants|/variants/\d+/(id|options|sku|barcode|compare_at_price)"
    r"|/variants/\d+/(price|compare_at_price)/(amount|currency)"
    r"|/images|/images/\d+/media|/category|/parent|/attributes|/options/\d+|/tags/\d+|/currency|/about"
    r"|/contact_email|/current_password|/new_password"
)
KEY = "Idempotency-Key"
ONE_THING = re.compile(r"/v1/(products|categories)/{id_or_slug}")

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

    answer = call_and_validate(case, shop.of_method(case.method), shop.headers, BEYOND_SCHEMAS)

    if valid and case.path == "/v1/account/password" and answer.status_code == 204:
        shop.password = case.body["new_password"]
    succeeded[case.operation.label] += valid and answer.status_code < 300


def _name_what_there_is(case: Case, shop: Shop) -> None:
    """Ids and secrets that are made up are of nothing, bytes no picture; and a key is for one request."""
    if thing := ONE_THING.fullmatch(case.path):
        case.path_parameters["id_or_slug"] = shop.new(thing[1])
    if case.headers.get(KEY):
        case.headers[KEY] = str(uuid4())
    if case.media_type in PICTURE_TYPES:
        case.body = shop.picture
    if case.path == "/v1/sessions" and case.method == "POST":
        case.body = shop.credentials
    if case.path == "/v1/sessions/refresh":
        case.body = {"refresh_token": shop.new_refresh_token()}
    if case.path == "/v1/account/password":
        case.body = {"current_password": shop.password, "new_password": shop.another_password()}
