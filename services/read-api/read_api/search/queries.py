"""Suggestions as rows of their views. However many titles match, only so many are looked at."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    FromClause,
    Select,
    SelectBase,
    Subquery,
    Table,
    Text,
    func,
    select,
    union,
)

from read_api.search.correction import Understanding, Word
from read_api.search.words import LAST_CHARACTER, begins
from read_api.views import search_word, suggested_category, suggested_product

MOST_MATCHES = 1_000
"""So many products with rare words are looked at for the best ones."""
FREQUENT = 20_000
"""From so many products on, some with the word are found sooner by going through all than by the index."""
MOST_WORDS = 2_000
"""A beginning of more words than these is taken for a frequent one without adding up."""
FIRST_IN_SHOP = 500
FIRST_BY_TITLE = 200
PLACE = ("id", "position", "title_key")


def products_titled(connection: Connection, meant: Understanding, limit: int) -> list[dict[str, Any]]:
    """Products with all the words in their titles: what begins so first, then as they stand in the shop."""
    if _are_frequent(connection, meant.words):
        products = _products(connection, _near_the_front(meant), meant, limit)
        if products:
            return products
    return _products(connection, _all_with(meant), meant, limit)


def categories_titled(connection: Connection, meant: Understanding, limit: int) -> list[dict[str, Any]]:
    """Categories with all the words in their titles, in the same order."""
    found = _all_with(meant, suggested_category).subquery()
    best = _best(found, meant).limit(limit).subquery()
    query = _columns(suggested_category, "slug", "title")
    query = query.join(best, best.c.id == suggested_category.c.id).order_by(best.c.place)
    return [dict(row) for row in connection.execute(query).mappings()]


def completed_searches(connection: Connection, meant: Understanding, limit: int) -> list[str]:
    """The text with what its last word may become, the most frequent first."""
    words = _completions(connection, meant.words[-1], limit)
    return [f"{meant.before_last_word} {word}".lstrip() for word in words]


def _products(
    connection: Connection, candidates: SelectBase, meant: Understanding, limit: int
) -> list[dict[str, Any]]:
    best = _best(candidates.subquery(), meant).limit(limit).subquery()
    query = _columns(suggested_product, "slug", "title", "price_range", "image")
    query = query.join(best, best.c.id == suggested_product.c.id).order_by(best.c.place)
    return [dict(row) for row in connection.execute(query).mappings()]


def _completions(connection: Connection, word: Word, limit: int) -> Sequence[str]:
    if word.is_replaced:
        return word.meant[:limit]
    if any(map(str.isdigit, word.typed)):
        return []
    query = (
        select(search_word.c.word)
        .where(*begins(search_word, word.typed), ~search_word.c.word.regexp_match("[0-9]"))
        .order_by(search_word.c.products.desc(), search_word.c.word)
        .limit(limit)
    )
    return connection.scalars(query).all()


def _are_frequent(connection: Connection, words: list[Word]) -> bool:
    """Whether so many products may have all the words that they are better not listed."""
    return all(any(_is_frequent(connection, meant) for meant in word.meant) for word in words)


def _is_frequent(connection: Connection, word: str) -> bool:
    some = select(search_word.c.products).where(*begins(search_word, word)).limit(MOST_WORDS).subquery()
    counted = connection.execute(select(func.count(), func.sum(some.c.products)).select_from(some)).one()
    return counted[0] == MOST_WORDS or (counted[1] or 0) >= FREQUENT


def _all_with(meant: Understanding, view: Table = suggested_product) -> Select[Any]:
    return _columns(view, *PLACE).where(_matches(view, meant)).limit(MOST_MATCHES)


def _near_the_front(meant: Understanding) -> CompoundSelect[Any]:
    """Those among the first of the shop, and among the first by title of the titles that begin so."""
    key, beginning = suggested_product.c.title_key, _beginning(meant)
    in_shop = _columns(suggested_product, *PLACE, "words").order_by(
        suggested_product.c.position, suggested_product.c.id
    )
    by_title = (
        _columns(suggested_product, *PLACE, "words")
        .where(key >= beginning, key < beginning.concat(LAST_CHARACTER))
        .order_by(key, suggested_product.c.id)
    )
    looked_at = in_shop.limit(FIRST_IN_SHOP).subquery(), by_title.limit(FIRST_BY_TITLE).subquery()
    return union(*(_columns(some, *PLACE).where(_matches(some, meant)) for some in looked_at))


def _best(found: Subquery, meant: Understanding) -> Select[Any]:
    begins_so = func.starts_with(found.c.title_key, _beginning(meant))
    order = begins_so.desc(), found.c.position, found.c.id
    return select(found.c.id, func.row_number().over(order_by=order).label("place")).order_by(*order)


def _columns(table: FromClause, *names: str) -> Select[Any]:
    return select(*(table.c[name] for name in names))


def _matches(table: FromClause, meant: Understanding) -> ColumnElement[bool]:
    return table.c.words.bool_op("@@")(meant.query)


def _beginning(meant: Understanding) -> ColumnElement[str]:
    return func.published.title_beginning(meant.text, type_=Text)
