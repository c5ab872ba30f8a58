"""Decides what a product's body becomes when one of its parts is written. A pure core.

The body is then judged as a whole, as if it had been sent so: what fits together is decided in one place.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from marshmallow import ValidationError

from write_api.fields import Whole
from write_api.merge_patch import merge
from write_api.refusals import NoSuchPart, Unacceptable
from write_api.representations import Document

PLACE = "place"
LARGEST_PLACE = 249
TAKEN = "The product has an option of this name."


class Amended(NamedTuple):
    """The body as it becomes; faults within `part`, a JSON pointer, are faults of what was sent."""

    body: Document
    part: str = ""


Amend = Callable[[Document], Amended]


class Kind(NamedTuple):
    """The member of a product that holds parts, and the member that tells one of them from another."""

    member: str
    key: str
    is_named_by_us: bool


VARIANTS, IMAGES = Kind("variants", "id", is_named_by_us=True), Kind("images", "media", is_named_by_us=False)


def with_part(body: Document, kind: Kind, part: Document) -> Amended:
    """With one more, at its `place`, or else at the end. Raises Unacceptable."""
    if kind.is_named_by_us and kind.key in part:
        raise Unacceptable("Unknown field.", f"/{kind.key}")
    parts = list(body[kind.member])
    return _placed(body, kind, parts, part, len(parts))


def with_changed_part(body: Document, kind: Kind, key: str, patch: Document) -> Amended:
    """With a merge patch applied to one, perhaps at another `place`. Raises NoSuchPart, Unacceptable."""
    parts = list(body[kind.member])
    index = _index(parts, kind, key)
    part = merge(parts.pop(index), patch)
    if part.get(kind.key) != key:
        raise Unacceptable("It stays what it is.", f"/{kind.key}")
    return _placed(body, kind, parts, part, index)


def without_part(body: Document, kind: Kind, key: str) -> Amended:
    """Without one of them. Raises NoSuchPart."""
    parts = list(body[kind.member])
    del parts[_index(parts, kind, key)]
    return Amended({**body, kind.member: parts})


def with_option(body: Document, name: str, value: str) -> Amended:
    """With one more option, of which every variant has this value."""
    if name in body["options"]:
        raise Unacceptable(TAKEN, "/name")
    variants = [{**variant, "options": {**variant["options"], name: value}} for variant in body["variants"]]
    return Amended({**body, "options": [*body["options"], name], "variants": variants})


def with_changed_option(body: Document, index: int, name: str | None, values: Mapping[str, str]) -> Amended:
    """With an option, and values of it, under other names. Raises NoSuchPart, Unacceptable."""
    options = list(body["options"])
    former = _option(options, index)
    options[index] = name or former
    if len(set(options)) < len(options):
        raise Unacceptable(TAKEN, "/name")
    variants = [_renamed(variant, former, options[index], values) for variant in body["variants"]]
    return Amended({**body, "options": options, "variants": variants})


def without_option(body: Document, index: int) -> Amended:
    """Without an option. Raises NoSuchPart."""
    options = list(body["options"])
    former = _option(options, index)
    del options[index]
    variants = [
        {**variant, "options": {name: value for name, value in variant["options"].items() if name != former}}
        for variant in body["variants"]
    ]
    return Amended({**body, "options": options, "variants": variants})


def _placed(body: Document, kind: Kind, others: list[Document], part: Document, otherwise: int) -> Amended:
    place = min(_place(part.get(PLACE, otherwise)), len(others))
    others.insert(place, {name: value for name, value in part.items() if name != PLACE})
    return Amended({**body, kind.member: others}, f"/{kind.member}/{place}")


def _place(given: Any) -> int:
    try:
        return int(Whole(0, LARGEST_PLACE).deserialize(given))
    except ValidationError as error:
        raise Unacceptable(" ".join(map(str, error.messages)), f"/{PLACE}") from error


def _index(parts: list[Document], kind: Kind, key: str) -> int:
    found = next((index for index, part in enumerate(parts) if part[kind.key] == key), None)
    if found is None:
        raise NoSuchPart
    return found


def _option(options: list[str], index: int) -> str:
    if index >= len(options):
        raise NoSuchPart
    return options[index]


def _renamed(variant: Document, former: str, name: str, values: Mapping[str, str]) -> Document:
    options = {
        name if each == former else each: values.get(value, value) if each == former else value
        for each, value in variant["options"].items()
    }
    return {**variant, "options": options}
