"""What one worker of read-api takes at rest, and after many strange addresses."""

import http.client
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from tests.load.hostile import hostile_requests
from tests.load.processes import memory
from tests.load.servers import Server, first_slug, read_api
from tests.load.shop import Shop
from tests.load.subjects import LIST

CLIENTS = 4
Request = tuple[str, dict[str, str]]


def measure_memory(shop: Shop, count: int) -> dict[str, object]:
    """MB at rest, when every kind of page was asked a few times, and after `count` hostile addresses."""
    with read_api(shop, "hostile", settings={"WORKERS": "1"}) as server:
        (worker,) = server.programs[0].workers()
        usual = [LIST, "/v1/categories", f"/v1/products/{first_slug(server)}", "/v1/status", "/health/ready"]
        send(server, [(path, {}) for path in usual * 20])
        rest = memory(worker)
        statuses = _tally(server, list(hostile_requests(count)))
        (same,) = server.programs[0].workers()
        if same.pid != worker.pid:
            raise RuntimeError("The worker did not survive.")
        return {"requests": count, "rest": rest, "after": memory(worker), "statuses": statuses}


def send(server: Server, requests: Sequence[Request]) -> list[int]:
    """The status of each, asked one after the other; 0 where the connection was closed without one."""
    connection = http.client.HTTPConnection(server.host, timeout=30)
    statuses = []
    for path, headers in requests:
        try:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            answer.read()
            statuses.append(answer.status)
        except (http.client.HTTPException, OSError):
            connection.close()
            statuses.append(0)
    connection.close()
    return statuses


def _tally(server: Server, requests: Sequence[Request]) -> dict[str, int]:
    shares = [requests[start::CLIENTS] for start in range(CLIENTS)]
    with ThreadPoolExecutor(CLIENTS) as pool:
        statuses = [status for each in pool.map(lambda share: send(server, share), shares) for status in each]
    return {str(status): statuses.count(status) for status in sorted(set(statuses))}
