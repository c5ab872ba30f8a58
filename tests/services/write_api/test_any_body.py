"""Whatever the body of a product is, the answer is a product or a problem of the client's."""

import json
from random import Random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.services.write_api.client import Client, euros, slug_of

texts = st.text(max_size=30)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | texts
junk = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
amounts = st.decimals(0, 10**11, places=2).map(str) | texts
money = st.fixed_dictionaries({"amount": amounts, "currency": st.sampled_from(["EUR", "USD", "€"])})
variants = st.fixed_dictionaries(
    {"price": money},
    optional={
        "sku": texts,
        "barcode": st.from_regex(r"[0-9]{8,14}"),
        "compare_at_price": money,
        "stock": st.integers(-5, 2**33),
        "backorder": st.booleans(),
        "weight_grams": st.integers(),
        "options": st.dictionaries(st.sampled_from(["Glaze", "Size"]), texts, max_size=2),
        "id": st.uuids().map(str),
    },
)
products = st.fixed_dictionaries(
    {"title": texts, "variants": st.lists(variants, max_size=3)},
    optional={
        "slug": texts | st.from_regex(r"[a-z0-9-]{1,20}", fullmatch=True),
        "description": st.text(max_size=200),
        "status": st.sampled_from(["draft", "active", "archived", "sold"]),
        "category": st.none() | texts,
        "tags": st.lists(texts, max_size=4),
        "attributes": st.dictionaries(texts, scalars, max_size=4),
        "options": st.lists(st.sampled_from(["Glaze", "Size", "Clay"]), max_size=4),
        "images": st.lists(st.fixed_dictionaries({"media": texts, "alt": texts}), max_size=2),
        "seo": st.dictionaries(st.sampled_from(["title", "description", "x"]), texts),
        "position": st.integers(),
    },
)
names = st.sampled_from(["title", "variants", "images", "tags", "seo", "attributes", "options"]) | texts
nearly = st.builds(lambda product, name, value: product | {name: value}, products, names, junk)


@given(body=products | nearly | junk)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_body_of_a_product_is_a_fault_of_ours(owner: Client, body: Any) -> None:
    answer = owner.send("POST", "/v1/products", body)

    if answer.status_code != 201:
        assert slug_of(answer) in {
            "malformed",
            "invalid-body",
            "slug-taken",
            "sku-taken",
            "unsupported-media-type",
        }
        assert answer.status_code < 500


@given(
    patch=st.dictionaries(
        st.sampled_from(["title", "variants", "options", "tags", "seo", "attributes"]), junk
    )
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_patch_of_a_product_is_a_fault_of_ours(owner: Client, patch: dict[str, Any]) -> None:
    made = owner.product()

    answer = owner.send("PATCH", made.path, patch, if_match=made.tag)

    assert answer.status_code in {200, 400, 422}, answer.text


def test_the_longest_texts_of_the_largest_characters_are_stored(owner: Client) -> None:
    random = Random(1)

    def longest(length: int) -> str:
        """Nothing that could be compressed: indexes have rows of a few kilobytes."""
        return "".join(chr(random.randrange(0x20000, 0x2A6D0)) for _ in range(length))

    option = longest(60)
    body = {
        "title": longest(200),
        "slug": "a" * 200,
        "description": longest(50_000),
        "status": "active",
        "tags": [longest(60) for _ in range(50)],
        "attributes": {longest(60): longest(500) for _ in range(35)},
        "options": [option],
        "variants": [
            {"price": euros("1.00"), "sku": longest(64), "options": {option: longest(60)}} for _ in range(250)
        ],
        "seo": {"title": longest(200), "description": longest(500)},
    }
    data = json.dumps(body, ensure_ascii=False).encode()

    answer = owner.send("POST", "/v1/products", data=data, content_type="application/json")

    assert answer.status_code == 201, answer.text[:500]
    assert {name: answer.get_json()[name] for name in body.keys() - {"variants"}} == {
        name: body[name] for name in body.keys() - {"variants"}
    }
