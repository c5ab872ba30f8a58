"""What writes take: single ones beside pgbench's same row work, a thousand as a batch, an upload."""

import io
import os
import subprocess
import time
from collections.abc import Iterator
from random import Random
from typing import Any

import requests
from PIL import Image

from infra.postgres.binaries import binary
from tests.load.demo import load_demo
from tests.load.servers import Server, bench_token, write_api
from tests.load.shop import Shop, query
from tests.load.wrk import HERE, run

WRITERS = (1, 8)
PATIENCE = 15.0  # seconds, as a worker of write-api has them
BATCH = 1000
MEGAPIXELS_12 = (4000, 3000)
ADDRESSES = """
    select string_agg('/v1/products/' || product_id || '/variants/' || id, E'\n' order by id)
      from catalog.variant
"""


def measure_writes(shop: Shop, rounds: int, seconds: float) -> dict[str, Any]:
    """Writes a second of each round by how many write; seconds of each batch and each upload."""
    own = shop.named("writes")
    load_demo(own)
    with write_api(own) as server:
        headers = {"Authorization": f"Bearer {bench_token(own)}"}
        found: dict[str, Any] = {"rounds": list(_rounds(own, server, headers, rounds, seconds))}
        found["batch"] = [
            _timed(server, headers, "/v1/batch", json=_batch(number)) for number in range(rounds)
        ]
        found["upload"] = [
            _timed(server, headers, "/v1/media", data=_photograph(number)) for number in range(rounds)
        ]
    return found


def _rounds(
    shop: Shop, server: Server, headers: dict[str, str], rounds: int, seconds: float
) -> Iterator[dict[str, Any]]:
    """In each round either for each number of writers, the first round only to warm up."""
    addresses = shop.directory / "variants"
    with shop.connect(shop.postgres.primary) as connection:
        addresses.write_text(query(connection, ADDRESSES)[0] + "\n")
    for number in range(rounds + 1):
        for writers in WRITERS:
            http = run(server.url, headers, seconds, writers, PATIENCE, "patches.lua", str(addresses))
            row_work = _pgbench(shop, seconds, writers)
            if number:
                yield {"writers": writers, "http": http._asdict(), "pgbench": row_work}


def _pgbench(shop: Shop, seconds: float, writers: int) -> float:
    """Transactions a second of row_work.sql, by write-api's own role on the primary."""
    role = "write_api"
    host, port = shop.postgres.primary.split(":")
    options = ["-n", "-f", str(HERE / "row_work.sql"), "-c", str(writers), "-T", str(max(1, round(seconds)))]
    done = subprocess.run(
        [binary("pgbench"), *options, "-h", host, "-p", port, "-U", role, shop.postgres.name],
        env={**os.environ, "PGPASSWORD": shop.postgres.passwords[role]},
        capture_output=True,
        text=True,
        timeout=seconds + 60,
        check=True,
    )
    (rate,) = [line.split()[2] for line in done.stdout.splitlines() if line.startswith("tps = ")]
    return float(rate)


def _timed(server: Server, headers: dict[str, str], path: str, **body: Any) -> float:
    """Seconds until the write is acknowledged."""
    session = requests.Session()
    session.headers.update(headers)
    began = time.perf_counter()
    session.post(f"{server.url}{path}", timeout=60, **body).raise_for_status()
    return time.perf_counter() - began


def _batch(number: int) -> dict[str, Any]:
    price = {"amount": "28.00", "currency": "EUR"}
    products = [{"title": f"Cup {number}-{place}", "variants": [{"price": price}]} for place in range(BATCH)]
    return {"operations": [{"method": "POST", "path": "/v1/products", "body": each} for each in products]}


def _photograph(number: int) -> bytes:
    """Something of a photograph's detail, that nobody has uploaded before."""
    random = Random(number)
    small = Image.frombytes("RGB", (500, 375), random.randbytes(500 * 375 * 3))
    drawn = io.BytesIO()
    small.resize(MEGAPIXELS_12, Image.Resampling.BICUBIC).save(drawn, "JPEG", quality=90)
    return drawn.getvalue()
