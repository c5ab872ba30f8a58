"""The real read-api, in processes of its own, while a nemesis does harm: not one promise is broken."""

import itertools
import os
import random
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.consistency import nemesis
from tests.consistency.arena import Arena, running_arena
from tests.consistency.checks import violations
from tests.consistency.readers import Server
from tests.consistency.run import account, traffic
from tests.consistency.writers import Desk
from tests.libs.serving import Served, serving

SECONDS = float(os.environ.get("MSTORE_TEST_SECONDS", "0"))
SEED = int(os.environ.get("MSTORE_TEST_SEED", "1"))
ENOUGH = {"200": 200, "304": 20, "410 gone": 10, "503 replica-behind": 1}


@pytest.fixture
def arena(key_set_file: Path) -> Iterator[Arena]:
    with running_arena(key_set_file) as arena:
        yield arena


@pytest.mark.timeout(180 + 2 * SECONDS)
def test_no_promise_is_broken_whatever_happens_to_the_replicas(arena: Arena, tmp_path: Path) -> None:
    """One round of every fault; more, each with a history and a seed of its own, until SECONDS are over."""
    until = time.monotonic() + SECONDS
    for seed in itertools.count(SEED):
        one_round(arena.anew(), tmp_path, seed)
        if time.monotonic() >= until:
            break


def port_of(served: Served) -> int:
    return int(served.url.rpartition(":")[2])


def one_round(arena: Arena, directory: Path, seed: int) -> None:
    """Every fault once, in the order of the seed, and the judgement.

    With read-apis of its own: the last good answer of one that was there before is of another history.
    """
    desk = Desk(arena)
    desk.open()
    arena.checkpoint()
    settings = arena.trio.environment() | {"WORKERS": "1"}
    with ExitStack() as stack:
        served = [stack.enter_context(serving("read_api", settings, directory)) for _ in range(2)]
        servers = [Server(f"api {number}", port_of(each)) for number, each in enumerate(served)]
        with traffic(arena, desk, servers, seed):
            faults = nemesis.harm(arena, random.Random(seed))
    desk.close()
    tried = account(arena.history)
    print(f"seed {seed}: {', '.join(faults)}\n{tried}")  # noqa: T201 - what a long run has done
    found = violations(arena.history)
    assert not found, "\n".join(map(str, found[:20]))
    assert all(tried.answers[kind] >= least for kind, least in ENOUGH.items()), tried
    assert min(tried.lost, tried.compared, tried.pages) > 0, tried
