"""Reads numbers as people write them: with a decimal point or comma, whichever the column shows to be meant.

What could mean two things, as `1.234`, is never guessed: it is read as its column reads others, or refused.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

PLAIN = re.compile(r"-?\d+", re.ASCII)
ONE_MARK = re.compile(r"-?\d+([.,])(\d+)", re.ASCII)
GROUPED = re.compile(r"-?\d{1,3}([.,'’ ])\d{3}(?:\1\d{3})*(?:([.,])\d+)?", re.ASCII)


class NoNumber(ValueError):
    """It is none, or could be two; its text says which."""


@dataclass
class Marks:
    """How often a column has a decimal point, and how often a decimal comma, beyond doubt."""

    places: int = 2
    points: int = 0
    commas: int = 0

    def see(self, cell: str) -> None:
        mark = surely(bare(cell), self.places)
        self.points += mark == "."
        self.commas += mark == ","

    @property
    def mark(self) -> str | None:
        """What all that are beyond doubt have; None where there is none, or they disagree."""
        if bool(self.points) == bool(self.commas):
            return None
        return "." if self.points else ","

    @property
    def disagree(self) -> bool:
        return bool(self.points and self.commas)


def bare(cell: str, units: Iterable[str] = ()) -> str:
    """The cell without blanks around it, currency signs and these units."""
    text = "".join(char for char in cell if unicodedata.category(char) != "Sc").strip().replace("\u00a0", " ")
    for unit in units:
        if text.upper().endswith(unit) or text.upper().startswith(unit):
            text = re.sub(rf"^{unit}\s*|\s*{unit}$", "", text, flags=re.IGNORECASE)
    return text.strip()


def surely(text: str, places: int) -> str | None:
    """The decimal mark of a number, where there can be no doubt; with three places, three digits are none."""
    grouped, one = GROUPED.fullmatch(text), ONE_MARK.fullmatch(text)
    if grouped and grouped[2]:
        return grouped[2] if grouped[2] != grouped[1] else None
    if grouped and text.count(grouped[1]) > 1:
        return {".": ",", ",": "."}.get(grouped[1])
    return one[1] if one and (places == 3 or len(one[2]) != 3) else None


def number(cell: str, marks: Marks, units: Iterable[str] = ()) -> Decimal:
    """The number, in a column with these marks. Raises NoNumber."""
    text = bare(cell, units)
    if PLAIN.fullmatch(text):
        return Decimal(text)
    grouped, one = GROUPED.fullmatch(text), ONE_MARK.fullmatch(text)
    mark = surely(text, marks.places) or marks.mark
    if mark is None and (one or grouped):
        raise NoNumber(f"{cell!r} could be a thousand times as much: write it with two decimal places.")
    if one and one[1] == mark:
        if len(one[2]) == 3 and marks.places != 3:
            raise NoNumber(f"{cell!r} has three decimal places, or is meant as thousands.")
        return Decimal(text.replace(",", "."))
    if grouped and grouped[1] != mark and grouped[2] in (None, mark):
        return Decimal(text.replace(grouped[1], "").replace(",", "."))
    raise NoNumber(f"{cell!r} is no number.")
