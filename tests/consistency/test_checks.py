"""The judge is judged: each anomaly once, as a history made by hand, and what looks like one and is none."""

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest

from tests.consistency.checks import violations
from tests.consistency.history import (
    STATUS,
    Followed,
    Goods,
    History,
    Item,
    Page,
    Place,
    Promoted,
    Read,
    Resync,
    Settled,
    Shown,
    Token,
    Write,
)
from tests.consistency.rows import LISTING
from tests.consistency.violations import Kind

ROOT, TWO, THREE, FOUR = Token(1, "a"), Token(2, "a"), Token(3, "a"), Token(4, "a")
OTHER_THREE, OTHER_FOUR = Token(3, "b"), Token(4, "b")
MUG, BOWL = "id-of-mug", "id-of-bowl"
ROWS = {
    ROOT: {"mug": Shown("Mug", 100, 1)},
    TWO: {"mug": Shown("Mug", 100, 1), "bowl": Shown("Bowl", 200, 2)},
    THREE: {"mug": Shown("Cup", 300, 3), "bowl": Shown("Bowl", 200, 2)},
    OTHER_THREE: {"mug": Shown("Jug", 400, 3), "bowl": Shown("Bowl", 200, 2)},
    FOUR: {"mug": Shown("Cup", 300, 3)},
    OTHER_FOUR: {"mug": Shown("Jug", 400, 3), "bowl": Shown("Dish", 500, 4)},
}
WRITES = (
    Write(ROOT, None, {"mug": Goods("Mug", 100)}, "old", 0, 0),
    Write(TWO, ROOT, {"bowl": Goods("Bowl", 200)}, "old", 0, 1),
    Write(THREE, TWO, {"mug": Goods("Cup", 300)}, "old", 1, 2),
    Write(FOUR, THREE, {"bowl": None}, "old", 2, None),
    Write(OTHER_THREE, TWO, {"mug": Goods("Jug", 400)}, "new", 10, 11),
    Write(OTHER_FOUR, OTHER_THREE, {"bowl": Goods("Dish", 500)}, "new", 11, 12),
)
FAILOVER = (Promoted("new", 10.0), Followed("new", 11.5), Settled(OTHER_THREE, 12.0))


def wire(slug: str, row: Shown) -> dict[str, object]:
    amount = f"{row.price // 100}.{row.price % 100:02}"
    return {
        "slug": slug,
        "title": row.title,
        "revision": row.revision,
        "price_range": {"min": {"amount": amount}},
    }


def listing(token: Token, rows: Mapping[str, Shown] | None = None, total: int | None = None) -> bytes:
    items = [wire(slug, row) for slug, row in (ROWS[token] if rows is None else rows).items()]
    total = len(items) if total is None else total
    return json.dumps({"items": items, "total": total, "revision": token.number}).encode()


def problem(slug: str) -> bytes:
    return json.dumps({"type": f"https://mstore.com/problems/{slug}"}).encode()


def read(token: Token | None, at: float = 5.0, **fields: object) -> Read:
    """An honest answer to the listing, but for the fields given."""
    honest = {
        "path": LISTING,
        "status": 200,
        "session": "one",
        "server": "api",
        "begun": at,
        "ended": at + 0.1,
    }
    body = listing(token) if token in ROWS else b""
    tag = f"{token}.of.listing"
    return Read(**{**honest, "token": token, "body": body, "etag": tag, **fields})


def product(token: Token, at: float = 5.0, **fields: object) -> Read:
    """An honest answer to the bowl's page at `token`."""
    row = ROWS[token].get("bowl")
    fields = {"path": "/v1/products/bowl", "etag": f"{row and row.revision}.of.bowl", **fields}
    if row is None:
        return read(token, at, **{"status": 410, "body": problem("gone"), **fields})
    return read(token, at, **{"body": json.dumps(wire("bowl", row)).encode(), **fields})


def refused(status: int, slug: str, token: Token | None = None, at: float = 5.0, **fields: object) -> Read:
    return read(token, at, **{"status": status, "body": problem(slug), "etag": None, **fields})


def served_by(node: str, token: Token, at: float) -> Read:
    return read(token, at, path=STATUS, body=json.dumps({"served_by": node}).encode(), etag=None)


def page(after: int, upto: int, at: Token, *items: Item, more: bool = False) -> Page:
    return Page("mirror", Place(after), Place(upto), at, items, more)


def kinds(*happened: Read | Page | Resync | object, final: tuple[Token, ...] = ()) -> set[Kind]:
    """The kinds of violations of a history in which these things happened, beside the writes."""
    log = {write.token: dict(write.effects) for write in WRITES if write.token in final}
    history = History({"mug": MUG, "bowl": BOWL}, list(WRITES), final=list(final), log=log)
    for each in happened:
        if isinstance(each, Read):
            history.reads.append(each)
        elif isinstance(each, Page | Resync):
            history.feed.append(each)
        else:
            history.events.append(each)
    return {violation.kind for violation in violations(history)}


MUG_BEFORE, THE_BOWL = ROWS[TWO]["mug"], ROWS[TWO]["bowl"]
CUP, JUG = ROWS[THREE]["mug"], ROWS[OTHER_THREE]["mug"]
ANOMALIES = {
    "a write is not shown to who asks for it": (Kind.STALE, [read(TWO, asked=THREE)]),
    "a lost write is taken for another of its number": (Kind.LOST_SERVED, [read(OTHER_THREE, asked=THREE)]),
    "a lost write is taken for an older one": (Kind.LOST_SERVED, [read(OTHER_FOUR, asked=THREE)]),
    "a row is of the next revision": (Kind.TORN, [read(TWO, body=listing(TWO, ROWS[THREE]))]),
    "a row is missing": (Kind.TORN, [read(TWO, body=listing(TWO, ROWS[ROOT]))]),
    "the total is of another revision": (Kind.TORN, [read(TWO, body=listing(TWO, total=1))]),
    "the body names another revision": (Kind.TORN, [read(FOUR, body=listing(FOUR).replace(b": 4", b": 3"))]),
    "a product is said to be gone": (Kind.TORN, [refused(410, "gone", TWO, path="/v1/products/bowl")]),
    "a withdrawn product is shown": (Kind.TORN, [replace(product(TWO), token=FOUR)]),
    "rows of a lost revision go by the number": (Kind.NAMESAKE, [read(OTHER_THREE, body=listing(THREE))]),
    "nobody made the revision": (Kind.UNKNOWN, [read(Token(9, "z"))]),
    "the answer names no revision": (Kind.UNKNOWN, [read(None)]),
    "a session goes back": (
        Kind.OUT_OF_ORDER,
        [read(THREE, remembers=True), read(TWO, 6.0, remembers=True)],
    ),
    "a session changes over to another history": (
        Kind.OUT_OF_ORDER,
        [read(THREE, remembers=True), read(OTHER_FOUR, 6.0, remembers=True)],
    ),
    "a process goes back to what it left": (
        Kind.FELL_BACK,
        [read(THREE, 5.0, session="one"), read(TWO, 15.0, session="two")],
    ),
    "the cache gives other bytes": (Kind.TWO_BODIES, [read(TWO), read(TWO, body=listing(TWO) + b" ")]),
    "one tag is for two states": (Kind.TWO_BODIES, [read(TWO), read(THREE, etag=f"{TWO}.of.listing")]),
    "not modified, though a row is": (
        Kind.WRONG_304,
        [read(TWO), read(THREE, 6.0, status=304, body=b"", tag=f"{TWO}.of.listing")],
    ),
    "not modified, though the body was seen": (
        Kind.WRONG_304,
        [product(TWO), product(OTHER_FOUR), product(OTHER_FOUR, 6.0, status=304, body=b"", tag="2.of.bowl")],
    ),
    "not modified, though it is of another history": (
        Kind.WRONG_304,
        [product(TWO), product(OTHER_FOUR, 6.0, status=304, body=b"", tag="2.of.bowl")],
    ),
    "a lost revision is served after all follow the new leader": (
        Kind.REVIVED,
        [*FAILOVER, read(THREE, 13.0)],
    ),
    "a revision that is not lost is called so": (
        Kind.FALSE_LOSS,
        [*FAILOVER, refused(412, "revision-lost", OTHER_FOUR, 13.0, asked=TWO)],
    ),
    "a place in the feed that is not lost is called so": (
        Kind.FALSE_LOSS,
        [
            *FAILOVER,
            refused(
                410, "feed-lost", OTHER_FOUR, 13.0, path=f"/v1/changes?after={TWO}.product.x@{OTHER_THREE}"
            ),
        ],
    ),
    "a session survives the promotion of its replica": (
        Kind.FROM_LEADER,
        [*FAILOVER, served_by("new", OTHER_THREE, 13.0)],
    ),
    "a revision is shown that the new leader alone has": (
        Kind.FROM_LEADER,
        [*FAILOVER, read(OTHER_THREE, 10.5)],
    ),
    "a server error": (Kind.BROKEN, [refused(500, "internal")]),
    "no answer": (Kind.BROKEN, [refused(0, "none")]),
    "the feed goes back": (
        Kind.FEED_ORDER,
        [page(1, 3, THREE, Item(3, MUG, CUP), Item(2, BOWL, THE_BOWL))],
    ),
    "the feed repeats what was told": (Kind.FEED_ORDER, [page(2, 3, THREE, Item(2, BOWL, THE_BOWL))]),
    "the feed skips a revision": (Kind.FEED_GAP, [page(1, 3, THREE, Item(3, MUG, CUP))]),
    "the feed skips one between two pages": (
        Kind.FEED_GAP,
        [page(1, 2, THREE, Item(2, BOWL, THE_BOWL), more=True), page(2, 3, THREE)],
    ),
    "a mirror has not what is there": (
        Kind.FEED_STATE,
        [Resync("mirror", TWO, {MUG: MUG_BEFORE}), page(2, 2, TWO)],
    ),
    "the feed tells an older state": (
        Kind.FEED_STATE,
        [
            Resync("mirror", TWO, {MUG: ROWS[TWO]["mug"], BOWL: THE_BOWL}),
            page(2, 3, THREE, Item(3, MUG, JUG)),
        ],
    ),
}


@pytest.mark.parametrize("name", ANOMALIES)
def test_an_anomaly_is_found_and_named(name: str) -> None:
    kind, happened = ANOMALIES[name]
    assert kind in kinds(*happened)


INNOCENT = {
    "what was asked for": [read(TWO, asked=TWO), read(THREE, asked=TWO)],
    "refusals": [
        refused(503, "replica-behind", asked=THREE),
        refused(412, "revision-lost", OTHER_THREE, asked=THREE),
    ],
    "a session that was told of a loss": [
        read(THREE, remembers=True),
        refused(412, "revision-lost", OTHER_THREE, 6.0, asked=THREE, remembers=True),
        read(OTHER_THREE, 7.0, remembers=True, asked=OTHER_THREE),
    ],
    "a session that sends nothing": [read(THREE), read(TWO, 5.5)],
    "answers without a tag": [read(TWO, etag=None), read(THREE, etag=None)],
    "two processes": [read(THREE, 5.0), read(TWO, 15.0, server="another")],
    "an old state that says so": [read(THREE, 5.0), read(TWO, 15.0, is_stale=True)],
    "a product that did not change meanwhile": [
        product(TWO),
        product(THREE, 6.0, status=304, body=b"", tag="2.of.bowl"),
    ],
    "a withdrawn product": [product(FOUR)],
    "the past of before the failover, until it is over": [*FAILOVER, read(THREE, 9.0), read(THREE, 11.0)],
    "the last good answer, marked": [*FAILOVER, read(THREE, 13.0, is_stale=True)],
    "a loss that is told": [*FAILOVER, refused(412, "revision-lost", OTHER_FOUR, 13.0, asked=THREE)],
    "a loss that the feed tells": [
        *FAILOVER,
        refused(410, "feed-lost", OTHER_FOUR, 13.0, path=f"/v1/changes?after={TWO}@{THREE}"),
    ],
    "the leader of another time": [*FAILOVER, served_by("new", TWO, 9.0)],
    "a mirror from nothing": [
        page(0, 2, TWO, Item(1, MUG, MUG_BEFORE), Item(2, BOWL, THE_BOWL)),
        page(2, 4, FOUR, Item(3, MUG, CUP), Item(4, BOWL, None)),
    ],
    "a mirror in the midst of a revision": [
        replace(page(1, 2, FOUR, Item(2, BOWL, None), more=True), upto=Place(2, BOWL)),
        replace(page(2, 4, FOUR, Item(3, MUG, CUP), Item(4, BOWL, None)), after=Place(2, BOWL)),
    ],
}


@pytest.mark.parametrize("name", INNOCENT)
def test_what_only_looks_like_an_anomaly_is_none(name: str) -> None:
    assert kinds(*INNOCENT[name]) == set()


def test_the_log_of_the_database_must_agree_with_the_writers() -> None:
    assert kinds(final=(ROOT, TWO, OTHER_THREE, OTHER_FOUR)) == set()
    assert kinds(final=(ROOT, TWO, OTHER_THREE, FOUR)) == {Kind.LOG}
