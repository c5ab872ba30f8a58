"""Decides what to show when somebody else saved the same product meanwhile: both versions, field by field."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from admin_ui.products.forms import ProductForm, VariantRow
from admin_ui.products.payload import payload

# What is compared as one: its name in words, the form's fields, the members of the API's body.
GROUPS: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "title": ("Title", ("title",), ("title",)),
    "description": ("Description", ("description",), ("description",)),
    "pictures": ("Pictures", ("pictures",), ("images",)),
    "variants": ("Price, stock and options", ("options", "variants"), ("options", "variants")),
    "status": ("Status", ("status",), ("status",)),
    "category": ("Category", ("category",), ("category",)),
    "tags": ("Tags", ("tags",), ("tags",)),
    "slug": ("Address in the shop", ("slug",), ("slug",)),
    "seo": ("Search engines", ("seo_title", "seo_description"), ("seo",)),
}


@dataclass(frozen=True)
class Difference:
    group: str
    label: str
    mine: str
    theirs: str
    mine_is_untouched: bool


def fingerprints(form: ProductForm) -> dict[str, str]:
    """A short hash of each group, to tell later which of them somebody has touched."""
    body = payload(form).body
    return {
        group: _fingerprint([body.get(name) for name in members]) for group, (_, _, members) in GROUPS.items()
    }


def differences(mine: ProductForm, theirs: ProductForm, base: dict[str, str]) -> list[Difference]:
    """The groups in which the two differ; `base` are the fingerprints of what mine was made from."""
    my_prints, their_prints = fingerprints(mine), fingerprints(theirs)
    return [
        Difference(
            group, label, _words(group, mine), _words(group, theirs), base.get(group) == my_prints[group]
        )
        for group, (label, _, _) in GROUPS.items()
        if my_prints[group] != their_prints[group] and (group != "slug" or mine.slug)
    ]


def take_theirs(mine: ProductForm, theirs: ProductForm, groups: list[str]) -> None:
    for group in GROUPS.keys() & set(groups):
        for name in GROUPS[group][1]:
            setattr(mine, name, getattr(theirs, name))


def _fingerprint(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:12]


def _words(group: str, form: ProductForm) -> str:
    if group == "variants":
        return "\n".join(_variant_words(row, form) for row in form.variants if not row.removed)
    if group == "pictures":
        kept = [row for row in form.pictures if not row.removed]
        return (
            "\n".join(f"{place}. {row.alt or 'no alt text'}" for place, row in enumerate(kept, 1)) or "none"
        )
    texts = (str(getattr(form, name)) for name in GROUPS[group][1])
    return "\n".join(text for text in texts if text) or "empty"


def _variant_words(row: VariantRow, form: ProductForm) -> str:
    facts = [row.options[column] for column, _ in form.option_columns]
    facts += [f"{row.price or 'no'} {form.currency}", f"{row.stock or 'uncounted'} in stock"]
    facts += [f"was {row.compare_at_price}"] if row.compare_at_price else []
    facts += [f"SKU {row.sku}"] if row.sku else []
    return " · ".join(fact for fact in facts if fact)
