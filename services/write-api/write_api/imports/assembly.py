"""Makes of all the rows with one handle what the file says of that product."""

import re
from collections.abc import Sequence

from write_api.imports import cells
from write_api.imports.columns import OPTION_NAMES, OPTION_VALUES, VARIANT
from write_api.imports.drafts import Draft, ImageDraft, VariantDraft
from write_api.imports.sheet import Sheet
from write_api.imports.variants import CLEARED, members_of

Cells = dict[str, str]
Line = tuple[int, Cells, str]
"""Its number, its cells that are not blank, and what is amiss with it, if anything."""

PRODUCT = (
    *("title", "body", "vendor", "taxonomy", "type", "tags", "published", "status", "seo_title"),
    *("seo_description", "own:description", "own:category", "own:category_titles", "own:attributes"),
    "own:position",
)
DEFAULT = ("title", "default title")
SEVERAL = "Another row of the product has another value; the first counts."
WHOLE = re.compile(r"-?[0-9]{1,16}")


def assemble(handle: str, lines: Sequence[Line], sheet: Sheet) -> Draft:
    """The draft, with whatever is amiss. `lines` are in the file's order, with at least one."""
    draft = Draft(handle, [line for line, _, _ in lines])
    for line, _, fault in lines:
        if fault:
            draft.refuse(fault, line)
    _read_product(draft, _of_product(draft, lines, sheet), sheet)
    _read_options(draft, lines, sheet)
    _read_variants(draft, lines, sheet)
    _read_images(draft, lines, sheet)
    return draft


def _of_product(draft: Draft, lines: Sequence[Line], sheet: Sheet) -> Cells:
    """The first cell of each column that is not blank: rows below repeat it, or leave it blank."""
    found: Cells = {}
    for name in (*PRODUCT, *sheet.columns.attributes):
        for line, row, _ in lines:
            if name not in row:
                continue
            if name in found and row[name] != found[name]:
                draft.warn(SEVERAL, line, sheet.columns.header(name))
                break
            found.setdefault(name, row[name])
    return found


def _read_product(draft: Draft, given: Cells, sheet: Sheet) -> None:
    members = draft.members
    if "title" in given:
        members["title"] = given["title"]
    _read_description(draft, given, sheet)
    _read_status(draft, given, sheet)
    if "tags" in given or sheet.clears("tags"):
        members["tags"] = cells.tags(given.get("tags", ""))
    seo = {
        name.removeprefix("seo_"): given.get(name, "")
        for name in ("seo_title", "seo_description")
        if name in given or sheet.clears(name)
    }
    if seo:
        members["seo"] = seo
    if "own:position" in given:
        position = given["own:position"]
        members["position"] = int(position) if WHOLE.fullmatch(position) else position
    _read_attributes(draft, given, sheet)
    _read_category(draft, given, sheet)


def _read_description(draft: Draft, given: Cells, sheet: Sheet) -> None:
    if "own:description" in given:
        draft.members["description"] = given["own:description"]
    elif "body" in given:
        draft.members["description"] = cells.markdown_of(given["body"])
    elif sheet.clears("body"):
        draft.members["description"] = ""


def _read_status(draft: Draft, given: Cells, sheet: Sheet) -> None:
    published = given.get("published")
    is_published = cells.flag(published) if published else None
    if published and is_published is None:
        draft.refuse("Neither TRUE nor FALSE.", column=sheet.columns.header("published"))
    status, warning = cells.status_of(given.get("status"), is_published)
    if status:
        draft.members["status"] = status
    if warning:
        draft.warn(warning, column=sheet.columns.header("status"))


def _read_attributes(draft: Draft, given: Cells, sheet: Sheet) -> None:
    if "own:attributes" in given:
        attributes = cells.json_object(given["own:attributes"])
        if attributes is None:
            draft.refuse("Not a JSON object.", column=sheet.columns.header("own:attributes"))
        draft.members["attributes"] = attributes or {}
    for column in (*sheet.columns.attributes, "vendor"):
        name = column.removeprefix("attribute:") if column != "vendor" else "Vendor"
        if column in given:
            draft.own[name] = given[column]
        elif sheet.clears(column):
            draft.own[name] = None


def _read_category(draft: Draft, given: Cells, sheet: Sheet) -> None:
    column = next((name for name in ("own:category", "type", "taxonomy") if name in given), "type")
    draft.category_column = sheet.columns.header(column)
    if "own:category" in given:
        draft.category = cells.slugs(given["own:category"], given.get("own:category_titles"))
    elif "type" in given:
        draft.category = [(None, given["type"])]
    elif "taxonomy" in given:
        draft.category = cells.titles(given["taxonomy"])
    elif sheet.clears("own:category" if "own:category" in sheet.columns.names else "type"):
        draft.category = []


def _read_options(draft: Draft, lines: Sequence[Line], sheet: Sheet) -> None:
    """Names often stand in the first row alone: they hold for those below."""
    names: list[str] = []
    for place, name in enumerate(OPTION_NAMES):
        found = [(line, row[name]) for line, row, _ in lines if name in row]
        if not found:
            break
        if any(each.casefold() != found[0][1].casefold() for _, each in found):
            draft.warn(SEVERAL, found[-1][0], sheet.columns.header(name))
        names.append(found[0][1])
        if place == 0 and _is_default(found[0][1], lines):
            draft.options = []
            return
    if names:
        draft.options = names


def _is_default(name: str, lines: Sequence[Line]) -> bool:
    values = {row[OPTION_VALUES[0]].casefold() for _, row, _ in lines if OPTION_VALUES[0] in row}
    return name.casefold() == DEFAULT[0] and values <= {DEFAULT[1]}


def _read_variants(draft: Draft, lines: Sequence[Line], sheet: Sheet) -> None:
    has_columns = any(name in sheet.columns.names for name in VARIANT)
    for line, row, _ in lines:
        values = [row.get(name) for name in OPTION_VALUES]
        if not any(values) and not any(name in row for name in VARIANT):
            continue
        options = None
        if draft.options == []:
            options = {}
        elif any(values):
            options = _options(draft, values, line, sheet)
        draft.variants.append(VariantDraft(line, options, members_of(draft, row, line, sheet)))
    if has_columns and sheet.clear and not draft.variants and len(lines) == 1:
        draft.variants.append(
            VariantDraft(lines[0][0], None, {name: CLEARED[name] for name in CLEARED if sheet.clears(name)})
        )


def _options(draft: Draft, values: list[str | None], line: int, sheet: Sheet) -> dict[str, str]:
    """By the names of the options; by `#1`, `#2` … where the file has none and the catalog may."""
    names = draft.options or [f"#{place + 1}" for place, value in enumerate(values) if value]
    surplus = [value for value in values[len(names) :] if value]
    if surplus:
        draft.refuse(
            "The option of this value has no name.", line, sheet.columns.header(OPTION_VALUES[len(names)])
        )
    return {name: value for name, value in zip(names, values, strict=False) if value}


def _read_images(draft: Draft, lines: Sequence[Line], sheet: Sheet) -> None:
    placed: list[tuple[float, int, ImageDraft]] = []
    for line, row, _ in lines:
        url, sha256 = row.get("image"), row.get("own:image_sha256")
        if not (url or sha256):
            continue
        alt = row.get("alt", "" if sheet.clears("alt") else None)
        position = row.get("image_position", "")
        place = float(position) if WHOLE.fullmatch(position) else float("inf")
        placed.append((place, line, ImageDraft(line, url, sha256 and sha256.lower(), alt)))
    draft.images = [image for _, _, image in sorted(placed, key=lambda each: each[:2])]
    known = {image.url for image in draft.images}
    for line, row, _ in lines:
        url = row.get("variant_image")
        if url and url not in known:
            known.add(url)
            draft.images.append(ImageDraft(line, url, None, None))
            draft.warn(
                "A picture of one variant is shown with the product.",
                line,
                sheet.columns.header("variant_image"),
            )
