"""The faults: a seed decides their order and length, and each is undone before the next."""

import random
import time
from collections.abc import Callable

from infra.postgres.standalone import Node
from tests.consistency.arena import Arena

Fault = Callable[[Arena, random.Random], None]


def pause_one(arena: Arena, rng: random.Random) -> None:
    """One replica lags; the longer it does, the more surely it is out of rotation."""
    node = rng.choice(arena.standbys)
    arena.pause(node)
    time.sleep(rng.choice([0.3, 1.0, 5.0]))
    arena.resume(node)


def pause_both(arena: Arena, rng: random.Random) -> None:
    """Nobody has what was just written."""
    for node in arena.standbys:
        arena.pause(node)
    time.sleep(rng.uniform(0.3, 1.5))
    for node in rng.sample(arena.standbys, 2):
        arena.resume(node)


def restart_one(arena: Arena, rng: random.Random) -> None:
    """kill -9, and back at once: for a moment it shows the past."""
    arena.restart(rng.choice(arena.standbys))


def restart_in_the_past(arena: Arena, rng: random.Random) -> None:
    """The same, and there it stays for a while."""
    node = rng.choice(arena.standbys)
    arena.restart_in_the_past(node)
    time.sleep(rng.uniform(0.5, 2.0))
    arena.catch_up(node)


def drop_connections(arena: Arena, rng: random.Random) -> None:
    for node in rng.sample(arena.standbys, rng.choice([1, 2])):
        arena.drop_connections(node)


def lose_what_nobody_saw(arena: Arena, rng: random.Random) -> None:
    """Commits that were acknowledged and reached no replica are gone with the leader."""
    for node in arena.standbys:
        arena.cut_off(node)
    time.sleep(rng.uniform(0.2, 0.6))
    _fail_over(arena, arena.furthest())


def lose_what_was_seen(arena: Arena, rng: random.Random) -> None:
    """Commits that readers saw on one replica are gone when the other becomes the leader."""
    heir = rng.choice(arena.standbys)
    arena.cut_off(heir)
    time.sleep(rng.uniform(0.2, 0.6))
    _fail_over(arena, heir)


def lose_what_a_paused_replica_has(arena: Arena, rng: random.Random) -> None:
    """The same, where the other replica has received what is lost and shows it to nobody yet."""
    heir, other = rng.sample(arena.standbys, 2)
    arena.pause(other)
    arena.cut_off(heir)
    time.sleep(rng.uniform(0.2, 0.6))
    _fail_over(arena, heir)


ORDINARY: tuple[Fault, ...] = (pause_one, pause_both, restart_one, restart_in_the_past, drop_connections)
LOSSES: tuple[Fault, ...] = (lose_what_nobody_saw, lose_what_was_seen, lose_what_a_paused_replica_has)


def harm(arena: Arena, rng: random.Random) -> list[str]:
    """Every ordinary fault once and one loss, in any order; returns their names."""
    faults = [*ORDINARY, rng.choice(LOSSES)]
    rng.shuffle(faults)
    for fault in faults:
        fault(arena, rng)
        time.sleep(rng.uniform(0.2, 0.5))
    return [fault.__name__ for fault in faults]


def _fail_over(arena: Arena, heir: Node) -> None:
    arena.promote(heir)
    time.sleep(0.3)  # the new leader alone has what is written now
    arena.rebuild()
