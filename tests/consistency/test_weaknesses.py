"""What the checker has found. What nobody has mended yet is marked so: who mends it takes the mark away."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
import requests

from infra.postgres.standalone import Node
from read_api.replicas.rotation import Horizon
from tests.consistency.arena import Arena, running_arena
from tests.consistency.checks import violations
from tests.consistency.history import Goods, Resync
from tests.consistency.in_process import served_here
from tests.consistency.lineage import Lineage
from tests.consistency.readers import Client, Mirror
from tests.consistency.rows import LISTING
from tests.consistency.writers import Desk
from tests.waiting import wait_until


@pytest.fixture(scope="module")
def arena(key_set_file: Path) -> Iterator[Arena]:
    with running_arena(key_set_file) as arena:
        yield arena


@pytest.fixture
def desk(arena: Arena) -> Desk:
    """A shop that just opened, in an arena in which nothing is written down yet."""
    desk = Desk(arena.anew())
    desk.open()
    arena.wait_for_replay()
    return desk


@pytest.fixture
def client(arena: Arena, desk: Desk) -> Iterator[Client]:
    with served_here(arena.trio, "api") as server, closing(Client("one", server, desk.history)) as client:
        yield client


def test_a_mirror_that_meets_two_replicas_has_one_state(arena: Arena, desk: Desk, client: Client) -> None:
    """The first page from the one that is ahead, the second, and last, from the one that is behind."""
    for slug in ("thing-0", "thing-1"):
        desk.write({slug: Goods(f"{slug} as both have it", 100)})
    arena.wait_for_replay()
    arena.pause(arena.standbys[0])
    desk.write({"thing-0": Goods("As one has it", 100)})
    wait_until(lambda: arena.token(arena.standbys[1]) == desk.newest, "replay on the other")
    root, history = desk.history.writes[0].token, desk.history
    products = {history.ids[slug]: row for slug, row in Lineage(history.writes).state(root).items()}
    for number in range(40):
        client.name = f"mirror {number}"
        history.feed.append(Resync(client.name, root, products))
        mirror = Mirror(client, str(root))
        mirror.follow(limit=1)
        mirror.follow(limit=1)
    arena.resume(arena.standbys[0])
    assert [violation for violation in violations(history) if "FEED" in violation.kind.name] == []


def follower_beside_the_lost(arena: Arena, desk: Desk) -> Node:
    """The replica of a new leader; the other has yet to be rewound, and has more revisions: lost ones."""
    heir, diverged = arena.standbys
    arena.cut_off(heir)
    for _ in range(3):
        desk.write()
    wait_until(lambda: arena.token(diverged) == desk.newest, "what will be lost on one replica")
    arena.promote(heir)
    arena.rebuild(but=diverged)
    (follower,) = [node for node in arena.standbys if node is not diverged]
    return follower


def test_a_write_that_one_replica_has_is_not_called_lost(arena: Arena, desk: Desk, client: Client) -> None:
    follower = follower_beside_the_lost(arena, desk)
    kept = desk.write()
    wait_until(lambda: arena.token(follower) == kept, "what is kept on the other")
    answers = {client.get(LISTING, asked=kept, wait=1.0).status for _ in range(20)}
    arena.rebuild()
    assert answers == {200}


def test_a_write_that_is_still_on_its_way_is_not_called_lost(
    arena: Arena, desk: Desk, client: Client
) -> None:
    """Who waits gets it; the feed says to come again."""
    follower = follower_beside_the_lost(arena, desk)
    before = desk.write()
    wait_until(lambda: arena.token(follower) == before, "what is kept on the other")
    arena.pause(follower)
    kept = desk.write()
    with ThreadPoolExecutor() as threads:
        waiting = threads.submit(client.get, LISTING, asked=kept, wait=5.0)
        feed = f"http://127.0.0.1:{client.server.port}/v1/changes?after={kept}"
        answers = {requests.get(feed, timeout=20).status_code for _ in range(10)}
        was_answered = waiting.done()
        arena.resume(follower)
        read = waiting.result()
    assert (answers, was_answered, read.status) == ({503}, False, 200)
    wait_until(lambda: requests.get(feed, timeout=20).status_code == 200, "the feed from there")
    arena.rebuild()


def test_what_was_seen_long_ago_is_due_also_after_an_absence() -> None:
    """120 was seen at 3 s. Then the only replica is one at 90, which catches up half a minute later."""
    horizon = Horizon()
    for number, at in ((100, 1.0), (110, 2.9), (110, 3.1), (120, 3.2), (90, 10.0), (90, 30.0), (100, 35.0)):
        horizon = horizon.after(number, at)
    assert horizon.after(111, 35.1).is_past(111)
