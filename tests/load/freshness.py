"""How long after its acknowledgement a write is visible on both replicas.

Each replica is asked by a read-api that knows no other. Nobody asks before the acknowledgement, so that
nothing slows the write; then each is asked, at most every millisecond, until it shows the revision.
"""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

import requests

from tests.load.servers import Server, bench_token, first_slug, read_api, write_api
from tests.load.shop import Shop

PAUSE = 0.001
DEADLINE = 10.0


def measure_freshness(shop: Shop, writes: int) -> list[float]:
    """Milliseconds from each acknowledgement until both replicas' readers had shown the write."""
    with _services(shop) as (writer, readers), ThreadPoolExecutor(len(readers)) as pool:
        slug = first_slug(readers[0])
        product = requests.get(f"{readers[0].url}/v1/products/{slug}", timeout=10).json()
        session = requests.Session()
        session.headers["Authorization"] = f"Bearer {bench_token(shop)}"
        sessions = [(reader, requests.Session()) for reader in readers]

        def once(number: int) -> float:
            revision, acknowledged = _write(session, writer, product["id"], number)
            seen = pool.map(lambda each: _seen_at(*each, slug, revision), sessions)
            return (max(seen) - acknowledged) * 1000

        return [once(number) for number in range(writes + 1)][1:]


@contextmanager
def _services(shop: Shop) -> Iterator[tuple[Server, list[Server]]]:
    with ExitStack() as stack:
        readers = [
            stack.enter_context(read_api(shop, f"only-{number}", settings={"DATABASE_NODES": standby}))
            for number, standby in enumerate(shop.standbys, 1)
        ]
        yield stack.enter_context(write_api(shop)), readers


def _write(session: requests.Session, writer: Server, product: str, number: int) -> tuple[int, float]:
    """Change a product's title; the revision, and when its acknowledgement was there."""
    title = {"title": f"Bench {number}"}
    address = f"{writer.url}/v1/products/{product}"
    answer = session.patch(address, json=title, headers={"If-Match": "*"}, timeout=10)
    acknowledged = time.perf_counter()
    answer.raise_for_status()
    return _revision(answer), acknowledged


def _seen_at(reader: Server, session: requests.Session, slug: str, revision: int) -> float:
    """When an answer with the revision was there. Raises TimeoutError."""
    deadline = time.perf_counter() + DEADLINE
    while time.perf_counter() < deadline:
        answer = session.get(f"{reader.url}/v1/products/{slug}", timeout=10)
        if _revision(answer) >= revision:
            return time.perf_counter()
        time.sleep(PAUSE)
    raise TimeoutError(f"Revision {revision} was not visible within {DEADLINE:g} s.")


def _revision(answer: requests.Response) -> int:
    return int(answer.headers["Catalog-Revision"].partition(".")[0])
