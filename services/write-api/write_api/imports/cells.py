"""Reads single cells: flags, tags, the status, the HTML of descriptions, the categories."""

import csv
import json
from typing import Any

import nh3
from html_to_markdown import convert

from write_api.imports.drafts import Path

TRUE, FALSE = {"true", "yes", "1", "continue"}, {"false", "no", "0", "deny"}
STATUSES = {"active": "active", "draft": "draft", "archived": "archived", "unlisted": "draft"}
LIKELY_SHORTENED = ("e+", "E+", "e-", "E-")


def flag(cell: str) -> bool | None:
    """TRUE or FALSE in any case, or what an inventory policy is called; None for what is neither."""
    word = cell.lower()
    return True if word in TRUE else False if word in FALSE else None


def tags(cell: str) -> list[str]:
    """The tags of a cell, each once; one with a comma in it stands in quotation marks, as in CSV itself."""
    try:
        parts = next(csv.reader([cell.replace("\n", " ")], skipinitialspace=True), [])
    except csv.Error:
        parts = cell.split(",")
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))


def status_of(status: str | None, published: bool | None) -> tuple[str | None, str | None]:
    """The status that both columns make together, and what is to be said of it."""
    if status is None:
        return ({True: "active", False: "draft", None: None}[published], None)
    known = STATUSES.get(status.lower(), status)
    if status.lower() == "unlisted":
        return known, "There is no status `unlisted` here: it becomes a draft."
    if known == "active" and published is False:
        return "draft", "It is active but not published: it becomes a draft."
    return known, None


def markdown_of(html: str) -> str:
    """The Markdown of a description in HTML; scripts, styles and pictures are dropped."""
    return (convert(nh3.clean(html)).content or "").strip()


def titles(cell: str) -> Path:
    """A path of categories by their titles, as `Tableware > Mugs`."""
    return [(None, part.strip()) for part in cell.split(">") if part.strip()]


def slugs(cell: str, named: str | None) -> Path:
    """A path by its slugs, as `tableware/mugs`, with the JSON array of their titles, if that is given."""
    parts = [part.strip() for part in cell.split("/") if part.strip()]
    called = _list(named) if named else []
    return [(slug, called[place] if place < len(called) else None) for place, slug in enumerate(parts)]


def json_object(cell: str) -> dict[str, Any] | None:
    """The JSON object in a cell; None for what is none."""
    try:
        value = json.loads(cell)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _list(cell: str) -> list[str]:
    try:
        value = json.loads(cell)
    except (ValueError, RecursionError):
        return []
    return [str(each) for each in value] if isinstance(value, list) else []
