"""A revision's token: its number, and a nonce that tells it from that number in another history."""

import re
from dataclasses import dataclass
from typing import Self

_SHAPE = re.compile(r"(0|[1-9][0-9]{0,17})\.([0-9a-f]{16})")


@dataclass(frozen=True)
class Token:
    """`43.9f3ac2d17be04415`: revision 43 of the history whose 43rd revision has that nonce."""

    number: int
    nonce: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raise ValueError unless `text` is a number, a dot and 16 lower-case hexadecimal digits."""
        shape = _SHAPE.fullmatch(text)
        if shape is None:
            raise ValueError("a token is a revision's number, a dot and 16 hexadecimal digits")
        return cls(int(shape[1]), shape[2])

    def tag(self, build: str) -> str:
        """The opaque part of a strong entity tag (RFC 9110 §8.8.3), without its quotes."""
        return f"{self.number}-{self.nonce[:8]}.{build}"

    def __str__(self) -> str:
        return f"{self.number}.{self.nonce}"
