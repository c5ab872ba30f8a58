"""Tells in which line and column of the file a fault is that a schema found in the product."""

import re
from collections.abc import Sequence

from write_api.imports.columns import OPTION_NAMES, OPTION_VALUES, Columns
from write_api.imports.drafts import Draft, Note

OF_PRODUCT = {
    "title": ("title",),
    "slug": ("handle",),
    "description": ("own:description", "body"),
    "status": ("status", "published"),
    "tags": ("tags",),
    "category": ("own:category", "type", "taxonomy"),
    "attributes": ("own:attributes", "vendor"),
    "position": ("own:position",),
    "seo/title": ("seo_title",),
    "seo/description": ("seo_description",),
    "images": ("alt",),
    "variants": ("price",),
}
OF_VARIANT = {"backorder": ("policy",), "price/currency": ("own:currency", "price")}
VARIANT = re.compile(r"/variants/(\d+)/?(.*)")


def note_of(
    fault: dict[str, str], draft: Draft, lines: Sequence[int | None], columns: Columns | None
) -> Note:
    """The fault as one of the file; of JSON the pointer itself says where it is."""
    pointer, detail = fault["pointer"], fault["detail"]
    variant = VARIANT.fullmatch(pointer)
    line = lines[int(variant[1])] if variant and int(variant[1]) < len(lines) else None
    if columns is None:
        return Note(detail, draft.lines[0], pointer)
    names = _of_variant(variant[2], draft) if variant else _of_product(pointer.lstrip("/"))
    header = next((found for name in names if (found := columns.header(name))), None)
    if variant and line is None and pointer.count("/") > 1:
        detail = f"A variant that the file does not name: {detail}"
    return Note(detail, line or draft.lines[0], header)


def _of_product(pointer: str) -> tuple[str, ...]:
    if pointer.startswith("options/"):
        return (OPTION_NAMES[min(int(pointer.split("/")[1]), 2)],)
    found = (names for member, names in OF_PRODUCT.items() if pointer.startswith(member))
    return next(found, ())


def _of_variant(member: str, draft: Draft) -> tuple[str, ...]:
    if member.startswith("options"):
        name = member.partition("/")[2]
        place = draft.options.index(name) if draft.options and name in draft.options else 0
        return (OPTION_VALUES[place],)
    return OF_VARIANT.get(member, (member.partition("/")[0],))
