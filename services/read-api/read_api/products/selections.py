"""Which products are meant, and how many they are: exactly, in the snapshot, however many they are."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Subquery, Table, Text, case, cast, func, select
from sqlalchemy.dialects.postgresql import TSQUERY

from read_api.categories.queries import with_descendants
from read_api.products.filters import Condition, Narrowing, narrow
from read_api.products.listing import Filters
from read_api.products.shelves import Shelf
from read_api.search.correction import Understanding
from read_api.search.frequency import frequency
from read_api.views import facet_count

WHOLE_SHOP = "00000000-0000-0000-0000-000000000000"
"""In place of a category's id: all of the shop."""

ALL = 0
"""In place of a facet's id: products whatever their tags and options."""

RANKED = 100
"""Of so many found by a search the words are looked up one by one, to see how well they fit."""

ELSEWHERE = {"id", "search", "title", "words", "title_words"}
"""Columns that are not in the short rows themselves."""


@dataclass(frozen=True)
class Match:
    """Rows whose `words` or `title_words` a query finds, but for those of another match."""

    column: str
    query: ColumnElement[Any]
    besides: "Match | None" = None


@dataclass(frozen=True)
class Selection:
    """What a reader asked for, looked up. `table` has the narrowest rows that tell it.

    `numbers` are those of all that was found, where they were got by the way.
    """

    shelf: Shelf
    filters: Filters
    narrowing: Narrowing
    search: Understanding | None
    table: Table
    numbers: list[int] | None = None

    @property
    def is_counted(self) -> bool:
        """Whether the database keeps counts of just this."""
        return self.shelf.is_public and self.filters.are_counted

    @property
    def is_of_products(self) -> bool:
        """Whether the products' own columns tell what is meant."""
        return self.search is None and self.narrowing.is_simple

    @property
    def is_indexed(self) -> bool:
        """Whether an index of the products leads to what is meant, and to few others."""
        filters = self.filters
        named = filters.ids or filters.slugs or filters.category or filters.status == "trashed"
        return self.is_of_products and bool(named or self.is_whole_shop)

    @property
    def is_whole_shop(self) -> bool:
        """Whether it is all that the public sees."""
        return self.shelf.is_public and self.filters == Filters()

    @property
    def counted(self) -> tuple[Condition, ...]:
        """What a row of the kept counts must meet to count."""
        count, categories = facet_count.c, self.narrowing.categories
        scope = (
            count.category_id == WHOLE_SHOP if categories is None else count.category_id.in_(categories.ids)
        )
        return (
            (scope,) if self.filters.in_stock is None else (scope, count.available.is_(self.filters.in_stock))
        )

    def found(self, *columns: str, match: Match | None = None) -> Select[Any]:
        """These columns of the rows that are meant; within a search, of those that match in a certain way."""
        if match is None and self.numbers is not None:
            row: Any = self.table.c
            return select(*(row[name] for name in columns)).where(row.number.in_(self.numbers))
        if match is None and self.search is not None:
            match = Match("words", self.search.query)
        row = (self.table if match is None else self._fenced(match)).c
        met = self._conditions(row)
        if match is not None and match.besides is not None:
            met.append(row.number.not_in(self.found("number", match=match.besides)))
        return select(*(row[name] for name in columns)).where(*met)

    def of_short_rows(self) -> "Selection":
        """The same, told by rows that have all that products are counted by."""
        return replace(self, table=self.shelf.listed)

    def count(self, connection: Connection) -> tuple[int, list[int] | None]:
        """How many products are meant; of few that a narrowed search finds also the numbers.

        Such a search looks at many rows for few, and is not to do so twice.
        """
        if self.is_counted:
            query = select(func.sum(facet_count.c.products)).where(*self.counted, facet_count.c.facet == ALL)
            return int(connection.scalar(query) or 0), None
        if self.search is None:
            return self.size(connection), None
        if self.filters == Filters(q=self.filters.q):
            return self._found_in_all(connection, self.search), None
        rows = self.found("number").subquery()
        total = func.count()
        numbers = case((total <= RANKED, func.array_agg(rows.c.number)))
        counted = connection.execute(select(total, numbers).select_from(rows)).one()
        return counted[0], counted[1]

    def size(self, connection: Connection, match: Match | None = None) -> int:
        """How many products are meant, or match in a certain way, by looking at each."""
        rows = self.found("number", match=match).subquery()
        return int(connection.scalar(select(func.count()).select_from(rows)) or 0)

    def _found_in_all(self, connection: Connection, search: Understanding) -> int:
        """What nothing but a search narrows: of a single word the database keeps how much it finds."""
        known = None
        if len(search.words) == 1:
            known = frequency(connection, search.words[0], self.shelf.words.counted)
        if known is None:
            return self.size(connection)
        besides = 0 if known.besides is None else self.size(connection, Match("words", known.besides))
        return known.products + besides

    def _fenced(self, match: Match) -> Subquery:
        """What a match finds by its index. Other conditions stay outside.

        OFFSET keeps the planner from finding rows by another index, and looking up the words of each of them.
        """
        row = self.table.c
        met = [row[match.column].bool_op("@@")(match.query), *self.narrowing.within(row)]
        columns = [column for column in row if column.name not in ELSEWHERE]
        return select(*columns).where(*met).offset(0).subquery("found")

    def _conditions(self, row: Any) -> list[Condition]:
        if self.table is self.shelf.listed:
            return self.narrowing.of_listed(row)
        return self.narrowing.of_searched(row)


def choose(connection: Connection, shelf: Shelf, filters: Filters, search: Understanding | None) -> Selection:
    """The products that the filters leave. Raises NotInTheCurrency."""
    categories = None if filters.category is None else with_descendants(connection, filters.category)
    narrowing = narrow(connection, shelf, filters, categories)
    table = shelf.searched if search is not None and narrowing.is_simple else shelf.listed
    return Selection(shelf, filters, narrowing, search, table)


def levels(search: Understanding) -> tuple[Match, Match, Match]:
    """How well a product fits a search: all words whole in its title; begun in its title; somewhere in it."""
    in_title = Match("title_words", whole_words(search))
    begun = Match("title_words", search.query, besides=in_title)
    return in_title, begun, Match("words", search.query, besides=Match("title_words", search.query))


def whole_words(search: Understanding) -> ColumnElement[Any]:
    """The query in which no word is the beginning of another."""
    return cast(func.replace(cast(search.query, Text), ":*", ""), TSQUERY)
