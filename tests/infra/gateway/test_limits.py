"""Each test asks from an address of its own, and so has buckets of its own.

To use one up, each request claims to be made for somebody else, as those do who would like another bucket:
the gateway listens to the world, so it believes nobody.
"""

import itertools
import time

import pytest
import requests
from requests.adapters import HTTPAdapter

from infra.gateway.render import Limits
from tests.infra.gateway.running import FOR_EVERY_SITE, gateway
from tests.infra.gateway.standin import standins
from tests.waiting import wait_until

API = "api.mstore.localhost"
LIMITS = Limits(reads=30, writes=12, sessions=6)
KINDS = {
    "read": ("GET", "/v1/products", LIMITS.reads),
    "write": ("DELETE", "/v1/products/1", LIMITS.writes),
    "session": ("POST", "/v1/sessions", LIMITS.sessions),
}
addresses = (f"127.0.0.{number}" for number in itertools.count(2))


class Client:
    """Someone at an address of their own, who asks the API."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.session = requests.Session()
        adapter = HTTPAdapter()
        adapter.init_poolmanager(1, 1, source_address=(next(addresses), 0))
        self.session.mount("http://", adapter)

    def send(self, method, path, host=API, url=None, **headers) -> requests.Response:
        headers = {"Host": host, **{name.replace("_", "-"): value for name, value in headers.items()}}
        return self.session.request(method, f"{url or self.url}{path}", headers=headers, timeout=10)

    def exhaust(self, kind, query="") -> requests.Response:
        """Ask until one is refused, which is the answer; the bucket fills meanwhile, but by a few at most."""
        method, path, limit = KINDS[kind]
        for asked in range(1, 2 * limit):
            answer = self.send(method, path + query, X_Forwarded_For=f"198.51.100.{asked}")
            if answer.status_code == 429:
                break
            assert answer.status_code == 200
        assert limit < asked < 2 * limit - 1
        return answer


@pytest.fixture(scope="module")
def limited(tmp_path_factory):
    with standins("read-api", "write-api", "frontend") as (read, write, shop):
        directory = tmp_path_factory.mktemp("limited")
        with gateway(directory, LIMITS, read_api=[read], write_api=[write], frontend=[shop]) as running:
            yield running


@pytest.fixture
def client(limited):
    return Client(limited.public)


@pytest.fixture
def another(limited):
    return Client(limited.public)


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_of_the_api_says_what_is_left(client, kind):
    method, path, limit = KINDS[kind]
    client.send(method, path)
    answer = client.send(method, path)
    assert answer.headers["X-RateLimit-Limit"] == str(limit)
    assert answer.headers["X-RateLimit-Remaining"] in (str(limit - 2), str(limit - 1))  # it fills meanwhile
    assert 0 <= int(answer.headers["X-RateLimit-Reset"]) <= 60


@pytest.mark.parametrize("kind", KINDS)
def test_who_asks_more_often_is_refused_with_a_problem(client, kind):
    _, path, limit = KINDS[kind]
    refused = client.exhaust(kind, "?secret=1")
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert refused.headers["Retry-After"] == "10"
    assert refused.headers["Cache-Control"] == "no-store"
    assert FOR_EVERY_SITE.items() <= refused.headers.items()
    assert refused.headers["X-RateLimit-Limit"] == str(limit)
    assert refused.headers["X-RateLimit-Remaining"] == "0"
    assert refused.json() == {
        "type": "https://mstore.com/problems/too-many-requests",
        "title": "Too Many Requests",
        "status": 429,
        "detail": "This address has asked more often than it may. Try again after the time in Retry-After.",
        "instance": path,
    }


def test_who_logged_in_too_often_may_still_read_and_write(client):
    client.exhaust("session")
    assert client.send("GET", "/v1/products").status_code == 200
    assert client.send("DELETE", "/v1/products/1").status_code == 200


def test_a_bucket_fills_again_evenly(client):
    client.exhaust("read")
    begun = time.monotonic()
    wait_until(lambda: client.send("GET", "/v1/products").status_code == 200, "one more read", timeout=10)
    assert time.monotonic() - begun < 5  # one in two seconds, not all at the end of a minute


def test_one_address_does_not_use_up_what_another_has(client, another):
    client.exhaust("write")
    assert another.send("DELETE", "/v1/products/1").status_code == 200


def test_neither_the_shop_nor_its_own_user_interfaces_are_limited(client, limited):
    client.exhaust("read")
    for answer in (
        client.send("GET", "/", host="mstore.localhost"),
        client.send("GET", "/v1/products", url=limited.internal),
    ):
        assert answer.status_code == 200
        assert "X-RateLimit-Limit" not in answer.headers
