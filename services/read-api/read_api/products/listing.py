"""What a reader asks of a listing of products: which, in what order, how many, and after which."""

from dataclasses import dataclass
from decimal import Decimal

from read_api.products.cursors import Cursor


@dataclass(frozen=True)
class Filters:
    """Which products. Every part narrows the selection; prices are decimals in the shop's currency."""

    category: str | None = None
    tags: tuple[str, ...] = ()
    q: str | None = None
    min_price: Decimal | None = None
    max_price: Decimal | None = None
    in_stock: bool | None = None
    status: str | None = None


@dataclass(frozen=True)
class Sort:
    """The order: a key of `queries.sort_keys`, reversed or not; the product's id breaks ties."""

    key: str
    is_reversed: bool = False

    @classmethod
    def parse(cls, text: str) -> "Sort":
        return cls(text.removeprefix("-"), text.startswith("-"))


@dataclass(frozen=True)
class Listing:
    """One page of a selection: at most `limit` products that come after the cursor."""

    filters: Filters
    sort: Sort
    limit: int
    after: Cursor | None
