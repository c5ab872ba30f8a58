"""Rounds of load, interleaved over all subjects: what the machine does meanwhile meets all of them."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

import requests

from tests.load.calm import Calm
from tests.load.processes import cpu_seconds
from tests.load.servers import Server
from tests.load.subjects import LIST, Subject
from tests.load.wrk import Round, load
from tests.waiting import wait_until

WARM_UP_SECONDS = 2.0
DISTINCT = 1_000_000  # an upper price that no product reaches
SPREAD = 100_000_000  # more than a round can ask
TRIES = 3
REST_SECONDS, LOOK_SECONDS = 10.0, 0.1
MOST_AT_REST = 0.25
"""Of one core: the kernel counts in ticks of 10 ms, and there are probes and polls."""


class Unlike(Exception):
    """A peer does not answer what read-api answers: comparing them would be unfair."""


@dataclass(frozen=True)
class Target:
    """A subject, where it is asked, and how long its body is."""

    subject: Subject
    server: Server
    path: str
    headers: Mapping[str, str]
    body: int


def aim(subject: Subject, server: Server, slug: str) -> Target:
    """Ask once, and see that the answer is of the kind that is to be measured. Raises Unlike."""
    path = subject.path.format(slug=slug)
    headers = {**server.headers, "Accept-Encoding": subject.accept or "identity"}
    answer = _ask(server.url + path, headers)
    if subject.is_conditional:
        headers["If-None-Match"] = answer.headers["ETag"]
        answer = _ask(server.url + path, headers)
    if answer.status_code != subject.status:
        raise Unlike(f"{subject.name}: {path} answers {answer.status_code} instead of {subject.status}.")
    if answer.headers.get("Content-Encoding") != subject.accept:
        raise Unlike(f"{subject.name}: {path} is not in {subject.accept or 'plain bytes'}.")
    return Target(subject, server, path, headers, len(answer.raw.read(decode_content=False)))


def check_alike(servers: Mapping[str, Server], slug: str) -> None:
    """Raises Unlike when some peer's products are not those of read-api, in every field that both have."""
    for path in (LIST, f"/v1/products/{slug}"):
        expected = _products(servers["read-api"], path)
        for name, server in servers.items():
            found = _products(server, path)
            if len(found) != len(expected) or any(map(_differ, found, expected)):
                raise Unlike(f"{name} does not show the products of read-api under {path}.")


def play(
    targets: Sequence[Target], rounds: int, seconds: float, say: Callable[[str], None]
) -> dict[str, list[Round]]:
    """Every target in each round; the first round only warms up, and every other one goes backwards.

    What a neighbour of the machine disturbed is played again, some times: that is no choice by the result.
    """
    played: dict[str, list[Round]] = {target.subject.name: [] for target in targets}
    calm, fresh = Calm(), count(DISTINCT, SPREAD)
    for number in range(rounds + 1):
        say(f"round {number} of {rounds}" if number else "warm-up")
        for target in targets if number % 2 else reversed(targets):
            if number:
                played[target.subject.name].append(_play_calmly(calm, target, fresh, seconds))
            else:
                _play_one(target, fresh, min(seconds, WARM_UP_SECONDS))
    return played


def _play_calmly(calm: Calm, target: Target, fresh: Iterator[int], seconds: float) -> Round:
    """The first of some tries before and after which the machine was calm, or else the last."""
    for _ in range(TRIES):
        was_calm = calm.is_now()
        result = _play_one(target, fresh, seconds)
        if was_calm and calm.is_now():
            return result
    return result._replace(is_disturbed=True)


def _play_one(target: Target, fresh: Iterator[int], seconds: float) -> Round:
    """What is never asked twice is not asked in a second try either: each begins at a fresh number."""
    distinct_from = next(fresh) if target.subject.is_distinct else None
    server = target.server
    before = cpu_seconds(server.programs)
    result = load(target.path, server.port, target.headers, seconds, distinct_from, server.patience)
    used = cpu_seconds(server.programs) - before
    wait_until(lambda: _is_at_rest(server), f"{target.subject.name} has come to rest", REST_SECONDS)
    return result._replace(cpu_seconds=used)


def _is_at_rest(server: Server) -> bool:
    """A service that is slow goes on answering who has left; that must not weigh upon the next."""
    before = cpu_seconds(server.programs)
    time.sleep(LOOK_SECONDS)
    return cpu_seconds(server.programs) - before < MOST_AT_REST * LOOK_SECONDS


def _ask(url: str, headers: Mapping[str, str]) -> requests.Response:
    return requests.get(url, headers=headers, timeout=10, stream=True, allow_redirects=False)


def _products(server: Server, path: str) -> list[dict]:
    answer = requests.get(server.url + path, headers=server.headers, timeout=10).json()
    return answer.get("items", [answer])


def _differ(one: dict, other: dict) -> bool:
    return any(_plain(one[name]) != _plain(other[name]) for name in one.keys() & other.keys())


def _plain(value: object) -> object:
    """A time's zone is written in one of two ways."""
    return value.replace("+00:00", "Z") if isinstance(value, str) else value
