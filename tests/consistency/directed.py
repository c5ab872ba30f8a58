"""Schedules that provoke one thing each, every time: a bug that is there shows, and nothing else does."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import has_request_context
from sqlalchemy import Engine, event

from tests.consistency.arena import Arena
from tests.consistency.history import STATUS
from tests.consistency.readers import Client, Mirror
from tests.consistency.rows import BY_PRICE, LISTING, PRODUCT
from tests.consistency.writers import SLUGS, Desk
from tests.waiting import wait_until

Schedule = Callable[[Arena, Desk, Client], None]

_FIRST_STATEMENT = re.compile(r"FROM published\.revision\b")
_SET_BACK = """
    UPDATE catalog.revision_log SET at = at - interval '1 hour'
     WHERE number = (SELECT number FROM catalog.revision)
"""


def ask_for_a_lost_write(arena: Arena, desk: Desk, client: Client) -> None:
    """A write is acknowledged and lost; others take its number; then somebody asks for it."""
    for node in arena.standbys:
        arena.cut_off(node)
    lost = desk.write()
    arena.promote(arena.furthest())
    desk.write()
    desk.write()
    arena.rebuild()
    _wait_for_answers(client)
    for path in (LISTING, PRODUCT + SLUGS[0]):
        client.get(path, asked=lost)


def write_between_the_statements_of_a_read(arena: Arena, desk: Desk, client: Client) -> None:
    """The replica moves on after the read has seen which revision it is."""

    def write() -> None:
        desk.write()
        arena.wait_for_replay()

    with _after_the_first_statement(write):
        for path in (LISTING, BY_PRICE, LISTING):
            client.get(path, past_cache=True)


def promote_a_replica_that_is_read(arena: Arena, desk: Desk, client: Client) -> None:
    """Sessions are open to both replicas when one becomes the leader, and nobody follows it."""
    for node in arena.standbys:
        arena.cut_off(node)
    heir = arena.furthest()
    wait_until(lambda: client.get(STATUS).served_by == heir.address, "a session on the heir")
    arena.promote(heir)
    desk.write()
    for _ in range(30):
        client.get(STATUS)
    arena.rebuild()


def give_a_number_again(arena: Arena, desk: Desk, client: Client) -> None:
    """What was read at a revision is kept; the revision is lost; another has its number."""
    heir = arena.standbys[0]
    arena.cut_off(heir)
    lost = desk.write()
    for path in (LISTING, BY_PRICE):
        client.get(path, asked=lost, wait=5)
    arena.promote(heir)
    assert desk.write().number == lost.number
    arena.rebuild()
    _wait_for_answers(client)
    for path in (LISTING, BY_PRICE):
        client.get(path)
        client.get(path, tag=client.tags[path])


def restart_into_the_past(arena: Arena, desk: Desk, client: Client) -> None:
    """What readers have long seen, one replica has not any more."""
    node = arena.standbys[0]
    arena.checkpoint()
    for _ in range(3):
        newest = desk.write()
    arena.wait_for_replay()
    _read_for_long(client)
    arena.restart_in_the_past(node)
    past = arena.token(node)
    assert past.number < newest.number
    wait_until(lambda: _seen_at(client, node.address) == past.number, "the past to be seen")
    until = time.monotonic() + 2  # the sessions of before are broken, which takes it out for a moment
    while time.monotonic() < until and client.get(STATUS).served_by != node.address:
        client.get(LISTING)
    arena.catch_up(node)
    arena.wait_for_replay()


def follow_while_the_clock_goes_back(arena: Arena, desk: Desk, client: Client) -> None:
    """As when the clock of a new leader is behind: a later revision has an earlier time."""
    mirror = Mirror(client)
    for statements in ((), (_SET_BACK,), (), (_SET_BACK,)):
        desk.write(before_commit=statements)
        arena.wait_for_replay()
        mirror.follow()


def ask_by_date(arena: Arena, desk: Desk, client: Client) -> None:
    """Revisions of one second, of which the client has the first and asks when there is the next."""
    for _ in range(4):
        for is_known in (False, True):
            desk.write()
            arena.wait_for_replay()
            client.get(LISTING, tag=client.tags[LISTING] if is_known else None, by_date=True)


@contextmanager
def _after_the_first_statement(do: Callable[[], None]) -> Iterator[None]:
    """`do` it in every request, once the read knows its revision."""

    def executed(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if has_request_context() and _FIRST_STATEMENT.search(statement):
            do()

    event.listen(Engine, "after_cursor_execute", executed)
    try:
        yield
    finally:
        event.remove(Engine, "after_cursor_execute", executed)


def _read_for_long(client: Client) -> None:
    """So that everybody should have what it shows: several graces, and reads that make them pass."""
    for _ in range(30):
        client.get(STATUS)
        time.sleep(0.05)


def _seen_at(client: Client, address: str) -> int | None:
    """The revision at which the process has last seen a node; None when it did not answer."""
    read = client.get(STATUS)
    nodes = read.json["replicas"] if read.status == 200 else []
    return next((node["revision"] for node in nodes if node["name"] == address), None)


def _wait_for_answers(client: Client) -> None:
    wait_until(lambda: client.get(STATUS).status == 200, "a replica that is read")
