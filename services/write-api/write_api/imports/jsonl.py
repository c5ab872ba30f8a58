"""Reads JSON Lines: on each line a product, as the API takes and shows it."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from write_api.imports.drafts import Document, Draft, ImageDraft, Path, VariantDraft

LONGEST_LINE = 4 * 2**20
SHOWN_ONLY = {
    *("id", "description_html", "price_range", "available", "revision", "created_at", "updated_at"),
    "deleted_at",
}
"""Members that the API shows and nobody writes: a document that was read can be sent as it is."""

VARIANT_SHOWN_ONLY = {"id", "available"}


def documents(lines: Iterable[str]) -> Iterator[tuple[int, Any, str]]:
    """Each line that is not blank: its number, what it holds, and what is amiss with it, if anything."""
    for number, line in enumerate(lines, start=1):
        if len(line) > LONGEST_LINE:
            yield number, {}, f"The line has more than {LONGEST_LINE:,} characters."
        elif line.strip():
            try:
                value = json.loads(line, parse_constant=_refuse)
                json.dumps(value, ensure_ascii=False).encode()  # a lone surrogate could not be stored
            except (ValueError, RecursionError):
                yield number, {}, "The line is no JSON."
            else:
                is_fit = isinstance(value, dict) and "\\u0000" not in line
                yield number, value if is_fit else {}, "" if is_fit else "It is no JSON object of text."


def draft_of(handle: str, lines: list[tuple[int, Document, str]]) -> Draft:
    """The draft of a product; `lines` with the same handle are too many, if they are more than one."""
    draft = Draft(handle, [line for line, _, _ in lines])
    line, document, fault = lines[0]
    if fault:
        draft.refuse(fault, line)
    for other, _, _ in lines[1:]:
        draft.refuse(f"Line {line} has the same product.", other)
    taken = {"slug", "category", "variants", "images", "options"} | SHOWN_ONLY
    draft.members = {name: value for name, value in document.items() if name not in taken}
    draft.options = _texts(draft, document, "options")
    draft.category, draft.category_column = _category(draft, document), "/category"
    for given in _objects(draft, document, "variants"):
        options = given.get("options", {} if not draft.options else None)
        members = {
            name: value
            for name, value in given.items()
            if name not in VARIANT_SHOWN_ONLY and name != "options"
        }
        draft.variants.append(VariantDraft(line, options if isinstance(options, dict) else None, members))
    for given in _objects(draft, document, "images"):
        texts = {name: value for name, value in given.items() if isinstance(value, str)}
        draft.images.append(ImageDraft(line, texts.get("url"), texts.get("media"), texts.get("alt")))
    return draft


def _category(draft: Draft, document: Document) -> Path | None:
    if "category" not in document:
        return None
    given = document["category"]
    steps = given if isinstance(given, list) else [] if given is None else [given]
    path: Path = []
    for step in steps:
        if isinstance(step, str):
            path.append((step, None))
        elif isinstance(step, dict) and isinstance(step.get("slug"), str):
            path.append((step["slug"], step["title"] if isinstance(step.get("title"), str) else None))
        else:
            draft.refuse("A slug, or an array of objects with slug and title.", column="/category")
    return path


def _texts(draft: Draft, document: Document, name: str) -> list[str] | None:
    given = document.get(name)
    if given is None or (isinstance(given, list) and all(isinstance(each, str) for each in given)):
        return given
    draft.refuse("Not an array of text.", column=f"/{name}")
    return None


def _objects(draft: Draft, document: Document, name: str) -> list[Document]:
    given = document.get(name, [])
    if isinstance(given, list) and all(isinstance(each, dict) for each in given):
        return given
    draft.refuse("Not an array of objects.", column=f"/{name}")
    return []


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is not JSON")
