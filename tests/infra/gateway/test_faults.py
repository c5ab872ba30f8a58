import json
import socket

import pytest
import requests

from tests.infra.gateway.running import FOR_EVERY_SITE
from tests.infra.gateway.standin import standins
from tests.waiting import wait_until

API = "api.mstore.com"
ADMIN = "admin.mstore.com"


@pytest.mark.parametrize("fault", ["hang up", "unavailable"])
def test_a_read_is_repeated_on_another_instance(house, fault):
    sick, well = house.services["read_api"]
    sick.fault = fault
    answers = [house.get("/v1/products", API) for _ in range(20)]
    assert {answer.status_code for answer in answers} == {200}
    assert sick.seen
    assert len(well.seen) == 20


def test_a_snapshot_takes_as_long_as_it_takes(house):
    for instance in house.services["read_api"]:
        instance.fault = "slow"
    assert house.get("/v1/snapshot", API).json()["path"] == "/v1/snapshot"


def test_a_snapshot_that_breaks_is_seen_to_and_not_begun_again(house):
    for instance in house.services["read_api"]:
        instance.fault = "cut off"
    with pytest.raises(requests.RequestException):
        house.get("/v1/snapshot", API)
    assert sum(len(instance.seen) for instance in house.services["read_api"]) == 1


def test_a_write_is_never_repeated(house):
    [write] = house.services["write_api"]
    write.fault = "hang up"
    answer = house.send("POST", "/v1/products", API, json={})
    assert answer.status_code == 503
    assert answer.json()["type"] == "https://mstore.com/problems/outcome-unknown"
    assert answer.headers["Retry-After"] == "1"
    assert FOR_EVERY_SITE.items() <= answer.headers.items()
    assert len(write.seen) == 1


def test_a_replica_that_is_behind_is_an_answer_and_not_asked_of_another_instance(house):
    for instance in house.services["read_api"]:
        instance.fault = "unavailable"
    answer = house.get("/v1/products", API, headers={"Catalog-Min-Revision": "43.9f3ac2d17be04415"})
    assert answer.json()["service"] == "read-api"
    assert sum(len(instance.seen) for instance in house.services["read_api"]) == 1


def test_an_instance_that_stops_is_no_failed_read(house):
    first, second = house.services["read_api"]
    with standins("read-api") as [third]:
        house.serve("read-api", first, second, third)
        statuses = {house.get("/v1/products", API).status_code for _ in range(20)}
        third.stop()
        statuses |= {house.get("/v1/products", API).status_code for _ in range(60)}
        assert statuses == {200}
        wait_until(lambda: third.host not in house.healthy("read-api"), "the dead one is left out")
        house.serve("read-api", first, second)


def test_a_new_address_is_used_without_a_restart(house):
    with standins("read-api") as [third]:
        house.serve("read-api", *house.services["read_api"], third)
        wait_until(lambda: house.get("/v1/products", API).ok and third.seen, "the new instance is asked")
        house.serve("read-api", *house.services["read_api"])


def test_without_an_instance_the_api_answers_a_problem_and_when_to_try_again(house):
    house.serve("read-api")
    answer = house.get("/v1/products?limit=2", API, headers={"Accept": "text/html"})
    house.serve("read-api", *house.services["read_api"])
    assert answer.status_code == 503
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Retry-After"] == "1"
    assert answer.headers["Cache-Control"] == "no-store"
    assert FOR_EVERY_SITE.items() <= answer.headers.items()
    assert answer.headers["X-Request-Id"]
    assert answer.json() == {
        "type": "https://mstore.com/problems/unavailable",
        "title": "Service Unavailable",
        "status": 503,
        "detail": "No instance of the service could answer. Try again in a moment.",
        "instance": "/v1/products",
    }


def test_instances_that_are_not_ready_are_asked_when_no_other_is(house):
    for instance in house.services["read_api"]:
        instance.fault = "not ready"
    wait_until(lambda: not house.healthy("read-api"), "none is ready")
    assert house.get("/v1/products", API).json()["service"] == "read-api"
    for instance in house.services["read_api"]:
        instance.fault = None
    wait_until(lambda: len(house.healthy("read-api")) == 2, "both are ready again")


def test_one_that_is_not_ready_is_not_asked_while_another_is(house):
    sick, well = house.services["read_api"]
    sick.fault = "not ready"
    wait_until(lambda: house.healthy("read-api") == {well.host}, "one is ready")
    assert {house.get("/v1/products", API).status_code for _ in range(10)} == {200}
    assert not sick.seen
    sick.fault = None
    wait_until(lambda: len(house.healthy("read-api")) == 2, "both are ready again")


def test_with_no_instance_alive_a_write_is_known_not_to_have_happened(house):
    with standins("write-api") as [dying]:
        house.serve("write-api", dying)
        dying.stop()
        answer = house.send("POST", "/v1/products", API, json={})
    house.serve("write-api", *house.services["write_api"])
    assert answer.status_code == 503
    assert answer.json()["type"] == "https://mstore.com/problems/unavailable"


def test_without_an_instance_a_browser_gets_a_page(house):
    house.serve("frontend")
    answer = house.get("/", headers={"Accept": "text/html,application/xhtml+xml"})
    house.serve("frontend", *house.services["frontend"])
    assert answer.status_code == 503
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "Back in a moment" in answer.text
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [
        ("/v1/products", 2**20, 200),
        ("/v1/products", 2**20 + 1, 413),
        ("/v1/media", 20 * 2**20, 200),
        ("/v1/batch", 8 * 2**20, 200),
        ("/v1/imports", 50 * 2**20, 200),
    ],
)
def test_a_body_may_be_as_large_as_its_address_allows(house, path, size, status):
    answer = house.send("POST", path, API, data=bytes(size))
    assert answer.status_code == status
    if status == 200:
        assert answer.json()["received"] == size
    else:
        assert answer.json()["type"] == "https://mstore.com/problems/too-large"
        assert FOR_EVERY_SITE.items() <= answer.headers.items()


@pytest.mark.parametrize(("host", "path"), [(API, "/v1/media"), (ADMIN, "/products")])
def test_a_picture_is_passed_on_as_it_comes(house, host, path):
    [instance] = house.services["write_api" if host == API else "admin_ui"]
    head = f"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: {2**27}\r\n\r\n"
    with socket.create_connection(house.public_address, timeout=5) as client:
        client.sendall(head.encode() + bytes(2**16))
        wait_until(lambda: ("POST", path) in instance.begun, "the service has the beginning of the body")


@pytest.mark.parametrize("path", ["/a%2fb", "/a%5cb"])
def test_an_escaped_slash_is_refused(house, path):
    answer = house.get(path, API)
    assert answer.status_code == 400
    assert answer.json()["type"] == "https://mstore.com/problems/malformed"
    assert FOR_EVERY_SITE.items() <= answer.headers.items()


def test_too_many_or_doubtful_headers_are_refused(house):
    assert house.get("/", headers={f"x-{number}": "1" for number in range(101)}).status_code == 431
    assert house.get("/", headers={"x_underscore": "1"}).status_code == 400


def test_every_request_is_one_line_of_json_in_the_log(house):
    house.get("/v1/products?q=mug", API, headers={"X-Request-Id": "the-one-in-the-log"})

    def line():
        lines = [json.loads(line) for line in house.log.read_text().splitlines() if line.startswith("{")]
        return next((entry for entry in lines if entry["request_id"] == "the-one-in-the-log"), None)

    wait_until(line, "the line is written")
    entry = line()
    assert (entry["service"], entry["method"], entry["status"], entry["host"]) == ("gateway", "GET", 200, API)
    assert entry["path"] == "/v1/products?q=mug"
    assert entry["attempts"] == 1
