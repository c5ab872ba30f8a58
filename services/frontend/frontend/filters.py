"""Decides which query parameters a listing page understands; what makes no sense is ignored, not refused."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

PAGE_SIZE = 24
LONGEST = 100
MOST = 20
PRICE = re.compile(r"[0-9]{1,9}([.,][0-9]{1,2})?")
PAGE = re.compile(r"[1-9][0-9]{0,3}")
OPTION = re.compile(r"[^:]+:.+")
SORTS = ("", "-created", "price", "-price", "title")
FACETS = "category,tag,option,availability,price"


@dataclass(frozen=True)
class Filters:
    q: str = ""
    category: str = ""
    tags: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    in_stock: bool = False
    min_price: str = ""
    max_price: str = ""
    sort: str = ""
    page: int = 1

    @property
    def narrowed(self) -> bool:
        """Whether something beside the words searched for leaves products out."""
        return replace(self, q="", sort="", page=1) != Filters()

    def pairs(self) -> list[tuple[str, str]]:
        """Name and value of every parameter that is set, as in a page's address and as in the API's."""
        repeated = [("tag", tag) for tag in self.tags] + [("option", option) for option in self.options]
        single = {"q": self.q, "category": self.category, "in_stock": "true" if self.in_stock else ""}
        single |= {"min_price": self.min_price, "max_price": self.max_price, "sort": self.sort}
        single |= {"page": str(self.page) if self.page > 1 else ""}
        return repeated + [pair for pair in single.items() if pair[1]]

    def query(self) -> str:
        """The query part of this page's address; empty for the first page of everything."""
        pairs = self.pairs()
        return f"?{urlencode(pairs)}" if pairs else ""

    def but(self, **changed: Any) -> "Filters":
        """The same with something changed, from the first page on."""
        return replace(self, **{"page": 1, **changed})

    def parameters(self) -> dict[str, str | int | list[str]]:
        """For GET /v1/products."""
        sort = self.sort or ("relevance" if self.q else "position")
        asked: dict[str, str | int | list[str]] = {"sort": sort, "limit": PAGE_SIZE, "facets": FACETS}
        repeated = {"tag": list(self.tags), "option": list(self.options)}
        return {**dict(self.pairs()), **repeated, **asked, "page": self.page}


def read_filters(args: MultiDict[str, str]) -> Filters:
    low, high = _price(args.get("min_price", "")), _price(args.get("max_price", ""))
    if low and high and Decimal(low) > Decimal(high):
        low, high = high, low
    sort, page = args.get("sort", ""), args.get("page", "")
    return Filters(
        q=_text(args.get("q", "")),
        category=_text(args.get("category", "")),
        tags=_several(args.getlist("tag")),
        options=tuple(option for option in _several(args.getlist("option")) if OPTION.fullmatch(option)),
        in_stock=args.get("in_stock") == "true",
        min_price=low,
        max_price=high,
        sort=sort if sort in SORTS else "",
        page=int(page) if PAGE.fullmatch(page) else 1,
    )


def near(page: int, pages: int) -> list[int | None]:
    """The numbers of the first, the last and the nearest pages; None where some are left out."""
    shown = sorted({1, *range(max(1, page - 1), min(pages, page + 1) + 1), pages})
    numbers: list[int | None] = []
    for number in shown:
        left_out = number - (numbers[-1] or 0) - 1 if numbers else 0
        if left_out:
            numbers.append(None if left_out > 1 else number - 1)
        numbers.append(number)
    return numbers


def _several(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for value in values if (text := _text(value))))[:MOST]


def _text(value: str) -> str:
    """What a form lets in; the API and its database know no control characters."""
    return "".join(character for character in value if character.isprintable()).strip()[:LONGEST]


def _price(text: str) -> str:
    """A price as people type it, with a comma or a point; nothing where it is none."""
    price = PRICE.fullmatch(text.strip())
    return price[0].replace(",", ".") if price else ""
