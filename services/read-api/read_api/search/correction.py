"""Decides what a search means: a word with which nothing in the catalog begins stands for the nearest."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, cast, literal
from sqlalchemy.dialects.postgresql import TSQUERY

from read_api.search.words import PUBLIC_WORDS, Dictionary, TypedWord, nearest_words, prefix, typed_words

MOST_GUESSES = 4
"""So many words of one search are guessed at: each takes some milliseconds."""
MOST_ALTERNATIVES = 5
SHORTEST_GUESSED = 3
LONGEST_GUESSED = 40


@dataclass(frozen=True)
class Word:
    """A word as it was typed, and what is searched for: that, or what it may have meant, the best first."""

    typed: str
    meant: tuple[str, ...]

    @property
    def is_replaced(self) -> bool:
        return self.meant[0] != self.typed

    @property
    def beginnings(self) -> tuple[str, ...]:
        """What is searched for begins so: also as typed, because the title of a category may have it."""
        return tuple(dict.fromkeys((self.typed, *self.meant)))

    @property
    def condition(self) -> str:
        """As a part of a tsquery."""
        return f"({' | '.join(map(prefix, self.beginnings))})"


@dataclass(frozen=True)
class Term:
    """A text between blanks with the words in it: "Blue-Mug" has two, most have one, a dash none."""

    text: str
    words: tuple[Word, ...]

    @property
    def corrected(self) -> str:
        if not any(word.is_replaced for word in self.words):
            return self.text
        return " ".join(word.meant[0] for word in self.words)


@dataclass(frozen=True)
class Understanding:
    """What a search means."""

    terms: tuple[Term, ...]

    @property
    def words(self) -> list[Word]:
        return [word for term in self.terms for word in term.words]

    @property
    def query(self) -> ColumnElement[Any]:
        """What to match `search` with: all words, each perhaps the beginning of one; null without any."""
        conditions = " & ".join(word.condition for word in self.words)
        return cast(literal(conditions or None, Text), TSQUERY)

    @property
    def text(self) -> str:
        """What is searched for, with the best replacements."""
        return " ".join(term.corrected for term in self.terms)

    @property
    def corrected(self) -> str | None:
        """The same; None when every word stayed as it is."""
        return self.text if any(word.is_replaced for word in self.words) else None

    @property
    def before_last_word(self) -> str:
        """The text that the last word may be completed after."""
        *terms, last = (term for term in self.terms if term.words)
        return " ".join([*(term.corrected for term in terms), *(word.meant[0] for word in last.words[:-1])])


def understand(connection: Connection, q: str, dictionary: Dictionary = PUBLIC_WORDS) -> Understanding:
    """What a search means among the products whose words are in the dictionary."""
    texts = q.split()
    found = typed_words(connection, texts, dictionary)
    by_place = {place: list(words) for place, words in groupby(found, lambda word: word.place)}
    interpreter = _Interpreter(connection, dictionary)
    return Understanding(
        tuple(
            Term(text, tuple(interpreter.word(word) for word in _parts(by_place.get(place, []))))
            for place, text in enumerate(texts, 1)
        )
    )


def _parts(words: list[TypedWord]) -> list[TypedWord]:
    """Of "blue-mug", which has "blue" and "mug" after it: the whole where it is offered, else its parts."""
    if len(words) < 2 or not all(part.word in words[0].word for part in words[1:]):
        return words
    return words[:1] if words[0].is_offered else words[1:]


class _Interpreter:
    """Interprets the words of one search; only so many are guessed at."""

    def __init__(self, connection: Connection, dictionary: Dictionary) -> None:
        self._connection, self._dictionary = connection, dictionary
        self._guesses = MOST_GUESSES

    def word(self, typed: TypedWord) -> Word:
        if typed.is_counted or not _may_be_guessed(typed.word) or not self._guesses:
            return Word(typed.word, (typed.word,))
        self._guesses -= 1
        nearest = nearest_words(self._connection, typed.word, self._dictionary.offered, MOST_ALTERNATIVES)
        return Word(typed.word, tuple(nearest) or (typed.word,))


def _may_be_guessed(word: str) -> bool:
    """Neither numbers nor SKUs are: another one is another thing."""
    return SHORTEST_GUESSED <= len(word) <= LONGEST_GUESSED and not any(map(str.isdigit, word))
