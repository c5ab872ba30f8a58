"""What a million products cost compared with a hundred: one client, one request after the other.

Cold is the first read after a new revision, when both replicas have it: nothing that was kept before is true
then. Kept is the same address once more. Both shops are asked in turn: what disturbs one disturbs both.
"""

import http.client
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

from sqlalchemy import text

from infra.postgres.standalone import SUPERUSER
from tests.load.million import fill, searches
from tests.load.servers import read_api
from tests.load.shop import Shop

SMALL = 100
WARM_UP = 20
FACETS = "category,tag,option,price,availability"
NEW_REVISION = "update catalog.setting set value = to_jsonb(clock_timestamp()::text) where key = 'tagline'"
Times = dict[str, list[float]]


@dataclass
class Filled:
    """A filled shop and a read-api before it, with one connection."""

    shop: Shop
    slugs: Sequence[str]
    client: http.client.HTTPConnection

    def ask(self, path: str) -> float:
        """Milliseconds until the whole answer was there."""
        began = time.perf_counter()
        self.client.request("GET", path)
        answer = self.client.getresponse()
        body = answer.read()
        if answer.status != http.HTTPStatus.OK:
            raise RuntimeError(f"{path} answers {answer.status}: {body.decode()}")
        return (time.perf_counter() - began) * 1000

    def age(self) -> None:
        """Make a new revision, and wait until both replicas have it."""
        with self.shop.connect(self.shop.postgres.primary) as primary, primary.cursor() as cursor:
            cursor.execute(NEW_REVISION)
        self.shop.wait_for_replay()


def measure_scale(shop: Shop, products: int, samples: int, queries: int) -> Times:
    """Milliseconds of every request, by what was asked."""
    times: Times = {}
    with ExitStack() as stack:
        small = stack.enter_context(filled(shop, SMALL))
        large = stack.enter_context(filled(shop, products))
        for number in range(samples + 1):
            for each, suffix in ((small, f"-{SMALL}"), (large, "")):
                paths = _paths(each, number, has_page_1000=each is large)
                for name, path in paths.items():
                    each.age()
                    cold, kept = each.ask(path), each.ask(path)
                    if number:  # the first is a warm-up
                        times.setdefault(f"{name}-cold{suffix}", []).append(cold)
                        times.setdefault(f"{name}-kept{suffix}", []).append(kept)
        return times | _search(large, queries)


@contextmanager
def filled(shop: Shop, products: int) -> Iterator[Filled]:
    """A shop with so many generated products, in a database of its own, as vacuum leaves it after a while."""
    own = shop.named(f"shop_{products}")
    with own.postgres.connection(SUPERUSER) as connection:
        with connection.begin():
            fill(connection, products, seed=1)
        slugs = connection.scalars(text("select slug from published.product order by id limit 1000")).all()
    with own.connect(own.postgres.primary) as primary, primary.cursor() as cursor:
        cursor.execute("vacuum analyze")
    own.wait_for_replay()
    with read_api(own, f"read-api-{products}") as server:
        yield Filled(own, slugs, http.client.HTTPConnection(server.host, timeout=30))


def _paths(each: Filled, number: int, *, has_page_1000: bool) -> Mapping[str, str]:
    slug = random.Random(number).choice(each.slugs)
    paths = {"first-page": "/v1/products", "one": f"/v1/products/{slug}"}
    return paths | ({"page-1000": "/v1/products?page=1000"} if has_page_1000 else {})


def _search(large: Filled, queries: int) -> Times:
    """Searches drawn from titles, each a different one; then the same with all facets."""
    with large.shop.postgres.connection(SUPERUSER) as connection:
        drawn = {urlencode(each): each for each in searches(connection, queries + WARM_UP)}
    mix = [f"/v1/products?{each}" for each in drawn]
    # Every tenth has no words: facets of the whole catalog.
    whole = [
        path if place % 10 else f"/v1/products?limit={1 + place // 10}" for place, path in enumerate(mix)
    ]
    return {
        "search": [large.ask(path) for path in mix][WARM_UP:],
        "facets": [large.ask(f"{path}&facets={FACETS}") for path in whole][WARM_UP:],
    }
