"""A whole run: writers, readers and mirrors at work while the nemesis does harm."""

import random
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from tests.consistency.arena import Arena
from tests.consistency.history import History, Page
from tests.consistency.readers import Client, Server, keep_mirroring, keep_reading
from tests.consistency.writers import Desk

READERS_OF_A_SERVER = 3
WRITERS = 2


@contextmanager
def traffic(arena: Arena, desk: Desk, servers: Sequence[Server], seed: int) -> Iterator[None]:
    """Everybody at work within the block; after it they have stopped, and what they met is raised."""
    over = threading.Event()
    working: list[Future[None]] = []
    history = arena.history
    with ThreadPoolExecutor(32) as threads:
        for number in range(WRITERS):
            rng = random.Random(f"writer {number} of {seed}")
            working.append(threads.submit(desk.keep_writing, rng, over, 0.03))
        for server in servers:
            for number in range(READERS_OF_A_SERVER):
                rng = random.Random(f"reader {number} of {server.name} of {seed}")
                client = Client(f"reader {number}", server, history, remembers=number % 2 == 0)
                working.append(threads.submit(keep_reading, client, desk, rng, over))
            mirror = Client(f"mirror of {server.name}", server, history, remembers=True)
            rng = random.Random(f"mirror of {server.name} of {seed}")
            working.append(threads.submit(keep_mirroring, mirror, rng, over, rng.choice([3, 100])))
        try:
            yield
        finally:
            over.set()
    for each in working:
        each.result()


@dataclass(frozen=True)
class Account:
    """How much a run has tried: a run that has seen nothing proves nothing."""

    revisions: int
    lost: int
    answers: Counter[str]
    compared: int
    pages: int


def account(history: History) -> Account:
    made = {write.token for write in history.writes if write.acknowledged}
    answers = Counter(f"{read.status} {read.problem}".strip() for read in history.reads)
    cached, plain = (
        {(read.path, read.token) for read in history.reads if read.status == 200 and read.past_cache is past}
        for past in (False, True)
    )
    pages = sum(isinstance(told, Page) and bool(told.items) for told in history.feed)
    return Account(len(made), len(made - set(history.final)), answers, len(cached & plain), pages)
