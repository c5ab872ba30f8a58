"""Makes the part of an address that names a thing, from its title."""

import re
from collections.abc import Callable, Iterable
from itertools import count

from anyascii import anyascii

LONGEST = 200
# Leaves room for the number that may have to follow.
LONGEST_BASE = 190


def slugify(title: str, otherwise: str) -> str:
    """The title in a-z, 0-9 and hyphens, transliterated; `otherwise` when nothing of it is left."""
    words = re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", anyascii(title).lower()))
    return "-".join(words)[:LONGEST_BASE].strip("-") or otherwise


def free_slug(base: str, taken: Callable[[str], Iterable[str]]) -> str:
    """`base`, or the first of base-2, base-3, … that is free. `taken(base)` has those that begin with it.

    A base that leaves no room for the number is cut.
    """
    if base not in set(taken(base)):
        return base
    short = base[:LONGEST_BASE].rstrip("-")
    used = set(taken(short))
    return next(slug for number in count(2) if (slug := f"{short}-{number}") not in used)
