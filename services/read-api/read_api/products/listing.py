"""What a reader asks of a listing of products: which, in what order, from where on, and what of them."""

from dataclasses import dataclass
from decimal import Decimal

from read_api.products.cursors import Cursor

FACETS = ("category", "tag", "option", "availability", "price")


@dataclass(frozen=True)
class Filters:
    """Which products. Every part narrows the selection; prices are decimals in the shop's currency.

    Parts that are lists are in an order of their own, whatever order they were asked in. Options are
    `Name:Value`; both may have a colon.
    """

    ids: tuple[str, ...] = ()
    slugs: tuple[str, ...] = ()
    category: str | None = None
    tags: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    q: str | None = None
    min_price: Decimal | None = None
    max_price: Decimal | None = None
    in_stock: bool | None = None
    status: str | None = None

    @property
    def are_counted(self) -> bool:
        """Whether no more is asked than what the database keeps counts by: category and what is in stock."""
        return self == Filters(category=self.category, in_stock=self.in_stock)


@dataclass(frozen=True)
class Sort:
    """The order: a key of `orders.KEYS` or relevance, reversed or not.

    The product's id breaks ties; of relevance the number of its words, which changes with them.
    """

    key: str
    is_reversed: bool = False

    @classmethod
    def parse(cls, text: str) -> "Sort":
        return cls(text.removeprefix("-"), text.startswith("-"))


@dataclass(frozen=True)
class Listing:
    """One page of a selection: at most `limit` products, those after a cursor or those of a numbered page.

    `fields` are all of a product's when None; `facets` are those to count.
    """

    filters: Filters
    sort: Sort
    limit: int
    after: Cursor | None = None
    page: int | None = None
    fields: frozenset[str] | None = None
    facets: frozenset[str] = frozenset()
