"""Who looks at the shop sees it, whatever behind it is gone."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import psutil
import pytest
import requests

from infra.local.supervisor import Supervisor
from tests.house import House
from tests.waiting import wait_until

pytestmark = [pytest.mark.house, pytest.mark.timeout(300)]
VISITS, LONGEST_VISIT = 40, 5.0


def visit(house: House, address: str) -> requests.Response:
    """As a browser does, through the gateway."""
    return requests.get(house.shop_url + address, headers={"Accept": "text/html"}, timeout=30)


def each_shows(house: House, address: str) -> None:
    """Return when every instance shows the page: if the API is there, each has then kept it."""
    for part in house.parts("frontend"):
        url = f"http://127.0.0.1:{part.ports[0]}{address}"
        wait_until(partial(is_shown, url), f"{part.name} shows {address}", 30)


def is_shown(url: str) -> bool:
    try:
        return requests.get(url, timeout=10).ok
    except requests.ConnectionError:  # it is being started
        return False


def has_begun_anew(house: House, part: str, pid: int) -> bool:
    return house.pid(part) not in (0, pid)


@contextmanager
def without(house: House, kind: str) -> Iterator[None]:
    """Within the block nothing of this kind runs."""
    names = [part.name for part in house.parts(kind)]
    supervisor = Supervisor(house.settings)
    supervisor.stop_parts(names)
    try:
        yield
    finally:
        supervisor.start_parts(names)


@contextmanager
def frozen(house: House, kind: str) -> Iterator[None]:
    """Within the block these take connections, and say nothing."""
    pids = [pid for part in house.parts(kind) for pid in workers_of(house, part.name)]
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


def workers_of(house: House, part: str) -> list[int]:
    master = psutil.Process(house.pid(part))
    return [master.pid, *(child.pid for child in master.children())]


def pages_of(house: House) -> list[str]:
    listing = requests.get(f"{house.api_url}/v1/products?limit=1", timeout=10).json()
    pages = ["/", "/search", f"/products/{listing['items'][0]['slug']}"]
    for page in pages:
        each_shows(house, page)
    return pages


def visits(house: House, pages: list[str]) -> Iterator[requests.Response]:
    for number in range(VISITS):
        began = time.monotonic()
        yield visit(house, pages[number % len(pages)])
        assert time.monotonic() - began < LONGEST_VISIT


def is_fresh_again(house: House, pages: list[str]) -> bool:
    answers = [visit(house, page) for page in pages * 4]
    return all(answer.ok and "Catalog-Stale" not in answer.headers for answer in answers)


def test_the_shop_is_there_without_any_database(whole: House) -> None:
    pages = pages_of(whole)
    with without(whole, "postgres"):
        assert [answer.status_code for answer in visits(whole, pages)] == [200] * VISITS
        wait_until(lambda: visit(whole, "/").headers.get("Catalog-Stale") == "true", "it is marked")
    wait_until(lambda: is_fresh_again(whole, pages), "the shop is fresh again", 60)


def test_the_shop_is_there_with_an_api_that_says_nothing(whole: House) -> None:
    pages = pages_of(whole)
    with frozen(whole, "read-api"):
        assert [answer.status_code for answer in visits(whole, pages)] == [200] * VISITS
    wait_until(lambda: is_fresh_again(whole, pages), "the shop is fresh again", 60)


def test_a_storefront_that_starts_without_the_api_has_what_it_had(whole: House) -> None:
    pages = pages_of(whole)
    with without(whole, "read-api"):
        before = {part.name: whole.pid(part.name) for part in whole.parts("frontend")}
        for pid in before.values():
            os.kill(pid, signal.SIGKILL)
        for part, pid in before.items():
            wait_until(partial(has_begun_anew, whole, part, pid), f"{part} is started again", 30)
        for page in pages:
            each_shows(whole, page)
        wait_until(lambda: all(visit(whole, page).ok for page in pages * 4), "the gateway finds them", 30)
        answers = list(visits(whole, pages))
        assert {(answer.status_code, answer.headers.get("Catalog-Stale")) for answer in answers} == {
            (200, "true")
        }
        nothing_kept = visit(whole, "/search?q=never-asked-before")
        assert nothing_kept.status_code == 503
        assert nothing_kept.headers["Content-Type"].startswith("text/html")
    wait_until(lambda: is_fresh_again(whole, pages), "the shop is fresh again", 60)
