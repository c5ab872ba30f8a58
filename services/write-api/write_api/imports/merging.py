"""Decides what a product is to be: what it is, and what the file says of it. A pure core.

Variants and pictures keep their identity, and none goes because a file does not name it.
"""

from dataclasses import dataclass, field
from typing import Any

from write_api.imports.drafts import Document, Draft, VariantDraft
from write_api.products.representation import writable

NO_OPTION_NAME = "An option has a value, but neither the file nor the catalog has its name."
WHICH = "The product has several variants: give the values of its options, or the SKU."


@dataclass
class Merged:
    """`document` is as a request would have it; `lines` has the line of each of its variants, if one has."""

    document: Document
    lines: list[int | None] = field(default_factory=list)


def merge_product(current: Document | None, draft: Draft, category: str | None) -> Merged:
    """All but its pictures. `category` is a slug, of use where the draft has a category."""
    document: Document = {**writable(current), "position": current["position"]} if current else {}
    document |= {"slug": draft.handle, **draft.members}
    if current and isinstance(draft.members.get("seo"), dict):
        document["seo"] = {**current["seo"], **draft.members["seo"]}
    if draft.category is not None:
        document["category"] = category
    if draft.own:
        base = document.get("attributes") or {}
        document["attributes"] = {
            name: value for name, value in {**base, **draft.own}.items() if value is not None
        }
    merged = Merged(document)
    _merge_variants(merged, current, draft)
    return merged


def _merge_variants(merged: Merged, current: Document | None, draft: Draft) -> None:
    document = merged.document
    was: list[str] = current["options"] if current else []
    if current and not draft.variants:
        document["options"] = was
        merged.lines = [None] * len(document["variants"])
        return
    options = _spelled(was, draft.options)
    document["options"] = options
    table = _Variants(document.get("variants", []), was, options)
    for variant in draft.variants:
        table.take(draft, variant)
    document["variants"], merged.lines = table.result()


def _spelled(was: list[str], given: list[str] | None) -> list[str]:
    """The names of the options; those that differ in case alone stay as they were."""
    if given is None:
        return was
    known = {name.casefold(): name for name in was}
    return [known.get(name.casefold(), name) for name in given] if isinstance(given, list) else given


class _Variants:
    """The variants of a product while those of a file are matched to them."""

    def __init__(self, current: list[Document], was: list[str], options: list[str]) -> None:
        self._options, self._was = options, was
        self._kept = [self._renamed(variant) for variant in current]
        self._lines: dict[int, int] = {}
        self._order: list[int] = []

    def take(self, draft: Draft, wanted: VariantDraft) -> None:
        """Change the variant that is meant, or add one."""
        options = self._named(draft, wanted)
        place = self._meant(wanted, options)
        if place is None:
            if options is None and self._options:
                draft.refuse(WHICH, wanted.line)
                return
            self._kept.append({"options": options or {}})
            place = len(self._kept) - 1
        base = self._kept[place]
        if options is not None and _key(options) != _key(base["options"]):
            base = {**base, "options": options}
        self._kept[place] = {**base, **wanted.members}
        self._lines[place] = wanted.line
        self._order.append(place)

    def result(self) -> tuple[list[Document], list[int | None]]:
        """In the file's order if it names them all, else in the order that they have, the new ones last."""
        everyone = range(len(self._kept))
        order = self._order if len(self._order) == len(everyone) else everyone
        return [self._kept[place] for place in order], [self._lines.get(place) for place in order]

    def _renamed(self, variant: Document) -> Document:
        """With the new names of as many options: in their order they stand for those that are gone."""
        if len(self._was) != len(self._options) or self._was == self._options:
            return variant
        gone = [name for name in self._was if name not in self._options]
        new = [name for name in self._options if name not in self._was]
        before = dict(zip(new, gone, strict=False))
        values = {name: variant["options"][before.get(name, name)] for name in self._options}
        return {**variant, "options": values}

    def _named(self, draft: Draft, wanted: VariantDraft) -> dict[str, str] | None:
        if wanted.options is None:
            return None
        named = {}
        known = {name.casefold(): name for name in self._options}
        for name, value in wanted.options.items():
            if name.startswith("#") and name.casefold() not in known:
                place = int(name[1:]) - 1
                if place >= len(self._options):
                    draft.refuse(NO_OPTION_NAME, wanted.line)
                    return None
                name = self._options[place]
            named[known.get(name.casefold(), name)] = value
        return named

    def _meant(self, wanted: VariantDraft, options: dict[str, str] | None) -> int | None:
        """The place of the variant with the SKU, else with the options; the only one, where neither tells."""
        free = [place for place in range(len(self._kept)) if place not in self._lines]
        sku = wanted.members.get("sku")
        by_sku = [place for place in free if sku and self._kept[place].get("sku") == sku]
        by_options = [
            place
            for place in free
            if options is not None and _key(self._kept[place]["options"]) == _key(options)
        ]
        plain = free if len(self._kept) == 1 and (options is None or not self._was) else []
        return next(iter([*by_sku, *by_options, *plain]), None)


def _key(options: dict[str, Any]) -> dict[str, str]:
    return {name.casefold(): str(value).casefold() for name, value in options.items()}
