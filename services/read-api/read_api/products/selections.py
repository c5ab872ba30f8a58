"""Which products are meant, and how many they are: exactly, in the snapshot, however many they are."""

from dataclasses import dataclass, replace

from sqlalchemy import Connection, func, select

from read_api.categories.queries import with_descendants
from read_api.products.filters import Condition, conditions
from read_api.products.listing import Filters
from read_api.products.shelves import Shelf
from read_api.search.correction import Understanding
from read_api.views import facet_count

WHOLE_SHOP = "00000000-0000-0000-0000-000000000000"
"""In place of a category's id: all of the shop."""

ALL = 0
"""In place of a facet's id: products whatever their tags and options."""

FEW = 5000
"""So many rows are sorted at once; of more, an index is walked until a page is full."""


@dataclass(frozen=True)
class Selection:
    """`conditions` are all but the search; `categories` are ids: the category asked for and all below it."""

    shelf: Shelf
    filters: Filters
    search: Understanding | None
    categories: list[str] | None
    conditions: tuple[Condition, ...]
    total: int = 0

    @property
    def is_few(self) -> bool:
        return self.total <= FEW

    @property
    def is_counted(self) -> bool:
        """Whether the database keeps counts of just this."""
        return self.shelf.is_public and self.filters.are_counted

    @property
    def found(self) -> tuple[Condition, ...]:
        """What a row must meet, the search included."""
        if self.search is None:
            return self.conditions
        return (*self.conditions, self.shelf.listing.c.words.bool_op("@@")(self.search.query))

    @property
    def counted(self) -> tuple[Condition, ...]:
        """What a row of the kept counts must meet to count."""
        count = facet_count.c
        scope = (
            count.category_id == WHOLE_SHOP
            if self.categories is None
            else count.category_id.in_(self.categories)
        )
        return (
            (scope,) if self.filters.in_stock is None else (scope, count.available.is_(self.filters.in_stock))
        )


def choose(connection: Connection, shelf: Shelf, filters: Filters, search: Understanding | None) -> Selection:
    """The products that the filters leave, counted. Raises NotInTheCurrency."""
    categories = None if filters.category is None else with_descendants(connection, filters.category)
    met = conditions(connection, shelf, filters, categories)
    selection = Selection(shelf, filters, search, categories, tuple(met))
    return replace(selection, total=_total(connection, selection))


def _total(connection: Connection, selection: Selection) -> int:
    if selection.is_counted:
        query = select(func.sum(facet_count.c.products)).where(*selection.counted, facet_count.c.facet == ALL)
    else:
        query = select(func.count()).select_from(selection.shelf.listing).where(*selection.found)
    return int(connection.scalar(query) or 0)
