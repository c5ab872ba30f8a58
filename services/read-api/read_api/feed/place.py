"""Where a reader of the feed is: after a revision, or in the midst of one that is too large for a page."""

import re
from dataclasses import dataclass
from typing import Self

from revision_cache.token import Token

_SHAPE = re.compile(
    r"(0|[1-9][0-9]{0,17})(?:\.([0-9a-f]{16})(?:\.(category|product|setting)\.([0-9a-z_-]{1,63}))?)?"
    r"(?:@(.+))?"
)


@dataclass(frozen=True)
class Place:
    """All before it was told: up to and including revision `number`, or of that one up to `entity` and `id`.

    `43`, `43.9f3ac2d17be04415`, `43.9f3ac2d17be04415.product.0199…`. Without a nonce it names no history.
    `seen` (`…@46.0d5c…`) is the revision that the pages before showed: the next must show no earlier one.
    """

    number: int
    nonce: str | None = None
    entity: str = ""
    id: str = ""
    seen: Token | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raise ValueError for anything that is no place."""
        shape = _SHAPE.fullmatch(text)
        if shape is None:
            raise ValueError("a place is a revision's number, or a token, or what an answer gave as next")
        seen = None if shape[5] is None else Token.parse(shape[5])
        return cls(int(shape[1]), shape[2], shape[3] or "", shape[4] or "", seen)

    @classmethod
    def behind(cls, token: Token) -> Self:
        """The place after that revision."""
        return cls(token.number, token.nonce)

    @property
    def token(self) -> Token | None:
        """The revision it is in or after, if it says of which history."""
        return None if self.nonce is None else Token(self.number, self.nonce)

    @property
    def key(self) -> tuple[int, str, str]:
        """Revision, entity and id that all changes still to be told are greater than."""
        return (self.number, self.entity, self.id) if self.entity else (self.number + 1, "", "")

    def __str__(self) -> str:
        place = ".".join(
            str(part) for part in (self.number, self.nonce, self.entity, self.id) if part or part == 0
        )
        return f"{place}@{self.seen}" if self.seen else place
