"""Decides the order in which categories are shown: children under their parent, each with its depth."""

from typing import Any

Category = dict[str, Any]


def tree(categories: list[Category]) -> list[tuple[int, Category]]:
    """Depth first, siblings in the API's order. One whose parent is not in the list stands at the top."""
    known = {category["slug"] for category in categories}
    children: dict[str | None, list[Category]] = {}
    for category in categories:
        children.setdefault(category["parent"] if category["parent"] in known else None, []).append(category)
    return _branch(children, None, 0)


def choices(branches: list[tuple[int, Category]], without: str = "") -> list[tuple[str, str]]:
    """What a select offers, as (slug, indented title); `without` leaves a category and all below it out."""
    offered, hidden_below = [], None
    for depth, category in branches:
        if hidden_below is not None and depth > hidden_below:
            continue
        hidden_below = depth if category["id"] == without else None
        if hidden_below is None:
            offered.append((category["slug"], "\u2003" * depth + category["title"]))
    return offered


def _branch(
    children: dict[str | None, list[Category]], parent: str | None, depth: int
) -> list[tuple[int, Category]]:
    branch = []
    for category in children.get(parent, []):
        branch.append((depth, category))
        branch += _branch(children, category["slug"], depth + 1)
    return branch
