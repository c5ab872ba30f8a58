"""Where a page ended: the last product's place in the order. Writes meanwhile neither repeat nor skip any.

A cursor holds for one order and one set of filters, and carries a fingerprint of both.
"""

import base64
import hashlib
import json
import re
from dataclasses import dataclass
from typing import Self

_NO_TEXT = re.compile("[\x00\ud800-\udfff]")
"""What JSON may hold and PostgreSQL may not: null characters and lone surrogates."""


@dataclass(frozen=True)
class Cursor:
    """The sort key (as text) and id of the last product of a page."""

    fingerprint: str
    key: str
    id: str

    def encode(self) -> str:
        text = json.dumps([self.fingerprint, self.key, self.id], separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def decode(cls, text: str) -> Self:
        """Raises ValueError for anything that `encode` did not make."""
        try:
            padded = text + "=" * (-len(text) % 4)
            parts = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        except (ValueError, RecursionError) as error:
            raise ValueError("not a cursor") from error
        if not isinstance(parts, list) or len(parts) != 3 or not all(map(_is_text, parts)):
            raise ValueError("not a cursor")
        return cls(*parts)


def _is_text(part: object) -> bool:
    return isinstance(part, str) and not _NO_TEXT.search(part)


def fingerprint(*selection: object) -> str:
    """A short digest of a selection; equal for equal ones, whatever order their parts were given in."""
    return hashlib.sha256(repr(selection).encode()).hexdigest()[:12]
