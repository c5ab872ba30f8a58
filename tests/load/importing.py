"""How long a file of products takes, from its upload to the last product; what readers feel meanwhile."""

import csv
import io
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from typing import Any

import requests

from tests.load.demo import load_demo
from tests.load.servers import Server, background_jobs, bench_token, first_slug, read_api, write_api
from tests.load.shop import Shop
from tests.load.subjects import LIST
from tests.waiting import wait_until

PAUSE = 0.01
"""Seconds between two reads of the one reader: a visitor now and then, not a load."""
POLL = 0.5
DEADLINE = 300.0


def measure_import(shop: Shop, products: int, seconds: float) -> dict[str, Any]:
    """Seconds to plan, apply and undo a file of new products, a row each; milliseconds of every read.

    The same reads are timed for `seconds` before, when nothing else happens, and then beside a loop that
    fills a core: what an import costs readers by taking a core shows there.
    """
    own = shop.named("import")
    load_demo(own)
    with read_api(own, "read-api-of-import") as reader, write_api(own) as writer, background_jobs(own):
        session = requests.Session()
        session.headers["Authorization"] = f"Bearer {bench_token(own)}"
        with _reading(reader) as quiet:
            time.sleep(seconds)
        with _a_core_filled(), _reading(reader) as beside_loop:
            time.sleep(seconds)
        with _reading(reader) as meanwhile:
            began = time.perf_counter()
            file = {"data": _file(products), "headers": {"Content-Type": "text/csv"}}
            address = _begun(session.post(f"{writer.url}/v1/imports", **file, timeout=60))
            planned = _until("planned", session, reader, address)
            plan_seconds, began = time.perf_counter() - began, time.perf_counter()
            accepted = {"If-Match": planned.headers["ETag"]}
            _begun(session.post(f"{writer.url}{address}/apply", json={}, headers=accepted, timeout=30))
            applied = _until("applied", session, reader, address).json()["applied_revision"]
            apply_seconds = time.perf_counter() - began
        began = time.perf_counter()
        session.post(f"{writer.url}/v1/revisions/{applied}/undo", json={}, timeout=60).raise_for_status()
        undo_seconds = time.perf_counter() - began
    seconds_of = {"plan": plan_seconds, "apply": apply_seconds, "undo": undo_seconds}
    return seconds_of | {"quiet": quiet, "beside_loop": beside_loop, "meanwhile": meanwhile}


@contextmanager
def _a_core_filled() -> Iterator[None]:
    loop = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        yield
    finally:
        loop.kill()
        loop.wait()


@contextmanager
def _reading(reader: Server) -> Iterator[list[float]]:
    """Read the list and a product in turn while the block runs; it is given the times, in ms."""
    times: list[float] = []
    ended = threading.Event()
    addresses = cycle((LIST, f"/v1/products/{first_slug(reader)}"))

    def read() -> None:
        with requests.Session() as session:
            while not ended.wait(PAUSE):
                began = time.perf_counter()
                session.get(f"{reader.url}{next(addresses)}", timeout=30).raise_for_status()
                times.append((time.perf_counter() - began) * 1000)

    thread = threading.Thread(target=read)
    thread.start()
    try:
        yield times
    finally:
        ended.set()
        thread.join()


def _begun(answer: requests.Response) -> str:
    """The path of an import that was taken in or accepted."""
    answer.raise_for_status()
    return answer.headers["Location"]


def _until(status: str, session: requests.Session, reader: Server, address: str) -> requests.Response:
    """The import when it has come so far. Raises RuntimeError when it ends otherwise, TimeoutError."""

    def come_so_far() -> requests.Response | None:
        answer = session.get(f"{reader.url}{address}", timeout=30)
        found = answer.json().get("status") if answer.ok else None  # a replica may not have it yet
        if found in ("failed", "outdated"):
            raise RuntimeError(f"The import is {found}: {answer.text[:500]}")
        return answer if found == status else None

    return wait_until(come_so_far, f"the import is {status}", DEADLINE, POLL)


def _file(products: int) -> bytes:
    written = io.StringIO()
    rows = csv.DictWriter(written, _row(0))
    rows.writeheader()
    rows.writerows(map(_row, range(products)))
    return written.getvalue().encode()


def _row(number: int) -> dict[str, Any]:
    return {
        "Title": f"Imported cup {number}",
        "URL handle": f"imported-cup-{number}",
        "Description": f"Holds {number % 50} cl.",
        "Tags": "cup, import",
        "Status": "active",
        "SKU": f"IMP-{number:05}",
        "Price": f"{10 + number % 90}.90",
        "Inventory quantity": number % 20,
    }
