"""Decides how the list of products is asked for and paged through.

The API pages by cursor, forward only; the way back is the trail of cursors in the page's own address.
"""

from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from admin_ui.catalog import Catalog
from admin_ui.products.presentation import Line, line
from admin_ui.sessions.access import local_path

PER_PAGE = 25
LONGEST_TRAIL = 2000  # characters; an address may bear it once more, as the way back
TABS = {"": "All", "active": "Active", "draft": "Drafts", "archived": "Archived", "trashed": "Trash"}
SORTS = {
    "": "Shop order",
    "-updated": "Last changed",
    "-created": "Newest",
    "title": "Title",
    "price": "Price, low to high",
    "-price": "Price, high to low",
}


@dataclass(frozen=True)
class ProductList:
    lines: list[Line]
    total: int
    status: str
    q: str
    sort: str
    first: int
    own_url: str
    next_url: str
    previous_url: str

    @property
    def last(self) -> int:
        return self.first + len(self.lines) - 1

    def url(self, **changes: str) -> str:
        """This list with another tab, search or order, from its beginning."""
        return _url({"status": self.status, "q": self.q, "sort": self.sort} | changes)


def read_list(catalog: Catalog) -> ProductList:
    asked = {
        "status": _one_of(TABS, request.args.get("status", "")),
        "q": request.args.get("q", "").strip(),
        "sort": _one_of(SORTS, request.args.get("sort", "")),
    }
    trail = _newest(request.args.getlist("after"))
    page = request.args.get("page", 1, type=int) if trail else 1
    found = catalog.products(**asked, limit=PER_PAGE, after=trail[-1] if trail else "").body
    return ProductList(
        [line(product) for product in found["items"]],
        found["total"],
        **asked,
        first=(page - 1) * PER_PAGE + 1,
        own_url=_url(asked, trail, page),
        next_url=_url(asked, [*trail, found["next"]], page + 1) if found["next"] else "",
        previous_url=_url(asked, trail[:-1], page - 1) if trail else "",
    )


def way_back() -> str:
    """The list that led to this page, as its address says; else the whole list."""
    return local_path(request.args.get("back"), url_for("products.index"))


def _newest(trail: list[str]) -> list[str]:
    """As much of the way back as fits into an address; of the last cursor, which says where we are, all."""
    while len(trail) > 1 and sum(map(len, trail)) > LONGEST_TRAIL:
        trail = trail[1:]
    return trail


def _url(asked: dict[str, str], trail: list[str] | None = None, page: int = 1) -> str:
    parameters: dict[str, Any] = {name: value for name, value in asked.items() if value}
    if trail:
        parameters |= {"page": page, "after": trail}
    return url_for("products.index", **parameters)


def _one_of(known: dict[str, str], asked: str) -> str:
    return asked if asked in known else ""
