"""read-api under gunicorn as it ships."""

import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from time import monotonic
from urllib.parse import urlsplit

from revision_cache.worker import LINGER_SECONDS
from tests.libs.serving import Served
from tests.waiting import wait_until


def test_a_worker_that_ends_answers_who_still_asks_and_waits_for_nobody_who_does_not(served: Served) -> None:
    with closing(connect(served)) as busy, closing(connect(served)) as idle:
        assert not is_asked_for_the_last_time(busy)
        assert not is_asked_for_the_last_time(idle)
        served.process.send_signal(signal.SIGTERM)
        began = monotonic()
        wait_until(lambda: is_asked_for_the_last_time(busy), "the worker has heard of its end")
        assert served.process.wait(20) == 0
        assert monotonic() - began < LINGER_SECONDS + 5
    assert not [line for line in served.log_lines() if line["level"] != "info"]


def connect(served: Served) -> HTTPConnection:
    return HTTPConnection(urlsplit(served.url).netloc, timeout=10)


def is_asked_for_the_last_time(connection: HTTPConnection) -> bool:
    """Whether the worker closes the connection with the answer that it gives now."""
    connection.request("GET", "/v1/products")
    answer = connection.getresponse()
    assert (answer.status, bool(answer.read())) == (200, True)
    return answer.getheader("Connection") == "close"


def test_many_who_ask_at_once_wait_for_the_few_connections_to_the_replicas(served: Served) -> None:
    with ThreadPoolExecutor(60) as threads:
        answers = threads.map(lambda price: served.get(f"/v1/products?min_price={price}"), range(240))
        assert {answer.status_code for answer in answers} == {200}


def test_the_line_of_a_request_is_written_soon_though_nobody_asks_again(served: Served) -> None:
    served.get("/v1/products", headers={"X-Request-Id": "mine"})
    wait_until(
        lambda: any(line.get("request_id") == "mine" for line in served.log_lines()), "its line is written"
    )
