"""What happened, as clients saw it: every write, read, page of the feed and fault, with its times.

Nothing here is deduced. Times are seconds of one monotonic clock; all clients are threads of one process.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self
from urllib.parse import parse_qs, urlsplit

STATUS = "/v1/status"


class Token(NamedTuple):
    """`43.9f3ac2d17be04415`: read-api has a class for this too, which must not judge itself."""

    number: int
    nonce: str

    @classmethod
    def parse(cls, text: str) -> Self:
        number, _, nonce = text.partition(".")
        return cls(int(number), nonce)

    def __str__(self) -> str:
        return f"{self.number}.{self.nonce}"


class Goods(NamedTuple):
    """What a writer gave a product; what it shows to a customer."""

    title: str
    price: int


class Shown(NamedTuple):
    """What a reader found: the goods, and at which revision they last changed."""

    title: str
    price: int
    revision: int


@dataclass(frozen=True)
class Write:
    """A transaction as its writer left it: `effects` are the goods by slug, None where it withdrew them.

    `acknowledged` is when the commit returned; None when nobody knows whether it happened.
    """

    token: Token
    parent: Token | None
    effects: Mapping[str, Goods | None]
    leader: str
    begun: float
    acknowledged: float | None


@dataclass(frozen=True)
class Read:
    """A request and its answer. `asked` is Catalog-Min-Revision, `tag` If-None-Match, `body` is decoded.

    `remembers` says that the session always asks for the last revision it was shown.
    """

    session: str
    server: str
    path: str
    begun: float
    ended: float
    status: int
    token: Token | None = None
    asked: Token | None = None
    tag: str | None = None
    etag: str | None = None
    is_stale: bool = False
    remembers: bool = False
    past_cache: bool = False
    coding: str = "identity"
    body: bytes = b""

    @property
    def json(self) -> dict[str, Any]:
        parsed: dict[str, Any] = json.loads(self.body)
        return parsed

    @property
    def problem(self) -> str:
        """The last part of the problem's type; empty for an answer that is none."""
        if self.status < 400 or not self.body:
            return ""
        return str(self.json.get("type", "")).rpartition("/")[2]

    @property
    def called_lost(self) -> list[Token]:
        """What is refused as lost: the revision asked for, or one of those that a place in the feed names."""
        if self.problem == "revision-lost" and self.asked:
            return [self.asked]
        if self.problem == "feed-lost":
            return Place.tokens(parse_qs(urlsplit(self.path).query)["after"][0])
        return []

    @property
    def served_by(self) -> str:
        """The node that answered; empty for an answer that does not say."""
        is_status = self.path == STATUS and self.status == 200
        return str(self.json["served_by"]) if is_status else ""

    def __str__(self) -> str:
        asked = f" asking for {self.asked}" if self.asked else ""
        tag = f" with {self.tag}" if self.tag else ""
        stale = ", stale" if self.is_stale else ""
        label = f"{self.session} of {self.server}: {self.path}{asked}{tag}"
        return f"{label} -> {self.status} {self.problem} {self.token}{stale} at {self.ended:.3f}"


class Place(NamedTuple):
    """Where in the feed: after a revision, or in the midst of it, after the product of that id."""

    number: int
    id: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        place, _, _seen_at = text.partition("@")
        number, _nonce, entity, id_ = (*place.split("."), "", "", "")[:4]
        return cls(int(number), id_ if entity == "product" else "")

    @staticmethod
    def tokens(text: str) -> list[Token]:
        """The revision it is in or after, and the one that the pages before showed, if it names them."""
        place, _, seen_at = text.partition("@")
        parts = (".".join(place.split(".")[:2]), seen_at)
        return [Token.parse(part) for part in parts if "." in part]

    @property
    def key(self) -> tuple[int, str]:
        """Revision and id that everything before this place is at most."""
        return self.number, self.id or _LAST


_LAST = "~"
"""Greater than any id."""


class Item(NamedTuple):
    """A product that the feed says changed at `revision`: as it is now, None when it is not shown."""

    revision: int
    id: str
    now: Shown | None


@dataclass(frozen=True)
class Page:
    """What a mirror was told: the changes from one place to another, as the catalog is `at`."""

    mirror: str
    after: Place
    upto: Place
    at: Token
    items: tuple[Item, ...]
    more: bool


@dataclass(frozen=True)
class Resync:
    """A mirror has taken all products, by id, from a snapshot."""

    mirror: str
    at: Token
    products: Mapping[str, Shown]


@dataclass(frozen=True)
class Promoted:
    """`node` has left recovery; nobody follows it yet."""

    node: str
    at: float


@dataclass(frozen=True)
class Followed:
    """Some standby has the first revision of the new leader."""

    leader: str
    at: float


@dataclass(frozen=True)
class Settled:
    """Every replica follows the leader, who was at `living`: what was lost is nowhere now."""

    living: Token
    at: float


Event = Promoted | Followed | Settled


@dataclass
class History:
    """Lists that only grow: a list's `append` is all that threads share.

    `ids` are the products' ids by slug. `final` are the tokens of the history that is left at the end, oldest
    first, and `log` the goods by slug that catalog.change has for each of them.
    """

    ids: dict[str, str] = field(default_factory=dict)
    writes: list[Write] = field(default_factory=list)
    reads: list[Read] = field(default_factory=list)
    feed: list[Page | Resync] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    final: list[Token] = field(default_factory=list)
    log: dict[Token, dict[str, Goods | None]] = field(default_factory=dict)
