"""Bodies as they are sent: what is meant where nothing is said, and what is wrong with one by itself."""

import json
from typing import Any

Body = dict[str, Any]

DEFAULTS: Body = {
    "slug": None,
    "description": "",
    "status": "draft",
    "category": None,
    "tags": [],
    "attributes": {},
    "options": [],
    "images": [],
    "seo": {"title": "", "description": ""},
    "position": None,
}
VARIANT: Body = {
    "id": None,
    "sku": None,
    "barcode": None,
    "compare_at_price": None,
    "stock": None,
    "backorder": False,
    "weight_grams": None,
    "options": {},
}


class Refused(Exception):
    """The last parts of the types of problem of which one is the answer."""

    def __init__(self, *slugs: str) -> None:
        super().__init__(*slugs)
        self.slugs = set(slugs)


def judge(body: Body, currency: str) -> None:
    """Raise Refused for what the body says by itself."""
    variants = [VARIANT | each for each in body["variants"]]
    options = [tuple(each["options"].get(name) for name in body["options"]) for each in variants]
    skus = [each["sku"] for each in variants if each["sku"]]
    media = [image["media"] for image in body["images"]]
    prices = [price for each in variants for price in (each["price"], each["compare_at_price"]) if price]
    is_good = (
        all(each["options"].keys() == set(body["options"]) for each in variants)
        and all(len(each) == len(set(each)) for each in (options, skus, media))
        and all(price["currency"] == currency for price in prices)
        and not any(
            each["compare_at_price"] and minor_units(each["compare_at_price"]) <= minor_units(each["price"])
            for each in variants
        )
    )
    refuse(set() if is_good else {"invalid-body"})


def refuse(slugs: set[str]) -> None:
    if slugs:
        raise Refused(*slugs)


def minor_units(money: Body) -> int:
    return int(money["amount"].replace(".", ""))


def written(value: Any) -> str:
    """As JSON, in which `1` and `true` differ."""
    return json.dumps(value, sort_keys=True)


def merged(target: Any, patch: Body) -> Body:
    """The merge patch of RFC 7396."""
    kept = {name: value for name, value in target.items() if patch.get(name, value) is not None}
    for name, value in patch.items():
        if isinstance(value, dict):
            kept[name] = merged(kept.get(name) or {}, value)
        elif value is not None:
            kept[name] = value
    return kept
