"""How many products one word finds, as far as the database keeps it of every word."""

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Table, Text, and_, cast, literal, or_, select
from sqlalchemy.dialects.postgresql import TSQUERY

from read_api.search.correction import Word
from read_api.search.words import begins, quoted

MOST_ALIKE = 50
"""A beginning of more words than these is not looked into."""


class Frequency(NamedTuple):
    """How many products the most frequent of some words finds, and a query for what others find besides."""

    products: int
    besides: ColumnElement[Any] | None


def frequency(connection: Connection, word: Word, counted: Table) -> Frequency | None:
    """The frequency of all words that begin as the word does; None when no one of them makes most of it."""
    begins_so = or_(*(and_(*begins(counted, beginning)) for beginning in word.beginnings))
    rows = connection.execute(
        select(counted.c.products, counted.c.word).where(begins_so).limit(MOST_ALIKE + 1)
    ).all()
    if len(rows) > MOST_ALIKE:
        return None
    if not rows:
        return Frequency(0, None)
    products, most_frequent = max(tuple(row) for row in rows)
    if products < sum(row.products for row in rows) / 2:
        return None
    others = " | ".join(quoted(row.word) for row in rows if row.word != most_frequent)
    besides = cast(literal(f"({others}) & !{quoted(most_frequent)}", Text), TSQUERY) if others else None
    return Frequency(products, besides)
