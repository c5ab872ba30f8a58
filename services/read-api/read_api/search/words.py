"""Looks words up among those that the catalog has, which is a view that the public or the staff may read."""

from typing import Any, NamedTuple

from sqlalchemy import (
    ARRAY,
    Column,
    ColumnElement,
    Connection,
    Integer,
    Select,
    Table,
    Text,
    cast,
    column,
    exists,
    func,
    lateral,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import TSVECTOR

from read_api.search.slips import slips
from read_api.views import search_word, staff_search_word, staff_word_count, word_count

LAST_CHARACTER = "\U0010ffff"
"""Sorts after whatever a word may go on with."""


class TypedWord(NamedTuple):
    """A word of a search: in which of the texts it stood, and whether a word of the dictionary begins so."""

    place: int
    word: str
    is_counted: bool
    is_offered: bool


class Dictionary(NamedTuple):
    """Two views of words and how many products have each.

    A misspelt word stands for one of `offered`, which leaves descriptions out; `counted` has all that
    find something.
    """

    offered: Table
    counted: Table


PUBLIC_WORDS = Dictionary(search_word, word_count)
STAFF_WORDS = Dictionary(staff_search_word, staff_word_count)


def typed_words(connection: Connection, texts: list[str], dictionary: Dictionary) -> list[TypedWord]:
    """The words of each text in their order, as search has them: without case and accents."""
    text = (
        func.unnest(cast(texts, ARRAY(Text)))
        .table_valued(Column("text", Text), with_ordinality="place", name="given")
        .render_derived()
    )
    part = lateral(
        select(column("lexeme", Text), column("positions", ARRAY(Integer))).select_from(
            func.unnest(func.published.words(text.c.text, type_=TSVECTOR))
        )
    ).alias("part")
    query = (
        select(
            text.c.place,
            part.c.lexeme,
            exists().where(*begins(dictionary.counted, part.c.lexeme)),
            exists().where(*begins(dictionary.offered, part.c.lexeme)),
        )
        .select_from(text.join(part, true()))
        .order_by(text.c.place, part.c.positions)
    )
    return [TypedWord(*row) for row in connection.execute(query)]


def begins(
    words: Table, beginning: ColumnElement[str] | str
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """That a word begins so, as a range of the index: the beginning may come from another row."""
    return words.c.word >= beginning, words.c.word < beginning + LAST_CHARACTER


def prefix(word: str) -> str:
    """The word as a part of a tsquery: it may be the beginning of another."""
    return f"{quoted(word)}:*"


def quoted(word: str) -> str:
    """The word as a part of a tsquery: no other will do."""
    escaped = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def nearest_words(connection: Connection, word: str, words: Table, most: int) -> list[str]:
    """What the word may have meant, the best first: one slip away, else what shares many trigrams with it."""
    for query in (_one_slip_away(word, words), _alike(word, words)):
        found = list(connection.scalars(query.limit(most)))
        if found:
            return found
    return []


def _one_slip_away(word: str, words: Table) -> Select[Any]:
    """Words that are so themselves before those that only begin so, and the more frequent first."""
    slip = (
        func.unnest(cast(sorted(slips(word)), ARRAY(Text)))
        .table_valued(Column("word", Text), name="slip")
        .render_derived()
    )
    is_whole = words.c.word == slip.c.word
    best = (
        select(words.c.word, words.c.products, is_whole.label("is_whole"))
        .where(*begins(words, slip.c.word))
        .order_by(is_whole.desc(), words.c.products.desc(), words.c.word)
        .limit(1)
        .lateral("best")
    )
    order = func.bool_or(best.c.is_whole).desc(), func.max(best.c.products).desc(), best.c.word
    return select(best.c.word).select_from(slip.join(best, true())).group_by(best.c.word).order_by(*order)


def _alike(word: str, words: Table) -> Select[Any]:
    likeness = func.published.likeness(words.c.word, word)
    return (
        select(words.c.word)
        .where(func.published.is_like(words.c.word, word), ~words.c.word.regexp_match("[0-9]"))
        .order_by(likeness.desc(), words.c.products.desc(), words.c.word)
    )
