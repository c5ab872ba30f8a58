"""Decides which query parameters a listing page understands; what makes no sense is ignored, not refused."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from frontend.messages import gettext as _

PAGE_SIZE = 24
LONGEST = 100
PRICE = re.compile(r"[0-9]{1,9}([.,][0-9]{1,2})?")
SORTS = ("", "-created", "price", "-price", "title")


@dataclass(frozen=True)
class Filters:
    q: str = ""
    tags: tuple[str, ...] = ()
    in_stock: bool = False
    min_price: str = ""
    max_price: str = ""
    sort: str = ""
    after: str = ""

    @property
    def narrowed(self) -> bool:
        """Whether something beside the words searched for leaves products out."""
        return bool(self.tags or self.in_stock or self.min_price or self.max_price)

    def pairs(self) -> list[tuple[str, str]]:
        """Name and value of every parameter that is set, as in a page's address and as in the API's."""
        single = {"q": self.q, "min_price": self.min_price, "max_price": self.max_price}
        single |= {"in_stock": "true" if self.in_stock else "", "sort": self.sort, "after": self.after}
        return [("tag", tag) for tag in self.tags] + [pair for pair in single.items() if pair[1]]

    def query(self) -> str:
        """The query part of this page's address."""
        return f"?{urlencode(self.pairs())}"

    def more(self, after: str) -> str:
        """The query of the next page."""
        return replace(self, after=after).query()

    def start(self) -> "Filters":
        """The same, from the first page on."""
        return replace(self, after="")

    def parameters(self) -> dict[str, str | int | list[str]]:
        """For GET /v1/products."""
        sort = self.sort or ("relevance" if self.q else "position")
        return {**dict(self.pairs()), "tag": list(self.tags), "sort": sort, "limit": PAGE_SIZE}

    def chips(self) -> Iterator[tuple[str, str]]:
        """Each narrowing in words, with the query that takes it away."""
        first = self.start()
        for tag in self.tags:
            rest = tuple(other for other in self.tags if other != tag)
            yield tag, replace(first, tags=rest).query()
        if self.in_stock:
            yield _("In stock"), replace(first, in_stock=False).query()
        if self.min_price:
            yield _("From %(price)s", price=self.min_price), replace(first, min_price="").query()
        if self.max_price:
            yield _("Up to %(price)s", price=self.max_price), replace(first, max_price="").query()


def sorts() -> dict[str, str]:
    """The orders to choose from, in words."""
    words = (
        _("Featured"),
        _("Newest first"),
        _("Price, low to high"),
        _("Price, high to low"),
        _("Name, A to Z"),
    )
    return dict(zip(SORTS, words, strict=True))


def read_filters(args: MultiDict[str, str]) -> Filters:
    low, high = _price(args.get("min_price", "")), _price(args.get("max_price", ""))
    if low and high and Decimal(low) > Decimal(high):
        low, high = high, low
    sort = args.get("sort", "")
    return Filters(
        q=args.get("q", "").strip()[:LONGEST],
        tags=tuple(dict.fromkeys(tag for tag in args.getlist("tag") if tag)),
        in_stock=args.get("in_stock") == "true",
        min_price=low,
        max_price=high,
        sort=sort if sort in SORTS else "",
        after=args.get("after", ""),
    )


def _price(text: str) -> str:
    """A price as people type it, with a comma or a point; nothing where it is none."""
    price = PRICE.fullmatch(text.strip())
    return price[0].replace(",", ".") if price else ""
