import pytest
import requests

from tests.infra.gateway.running import FOR_EVERY_SITE

SHOP_HOSTS = [
    "mstore.localhost",
    "mstore.localhost:8080",
    "mstore.com",
    "www.mstore.com",
    "localhost:8080",
    "127.0.0.1",
]
ADMIN_HOSTS = ["admin.mstore.localhost:8080", "admin.mstore.com"]
API_HOSTS = ["api.mstore.localhost:8080", "api.mstore.com"]
MEDIA = "/v1/media/ab12/640.webp"


@pytest.mark.parametrize(
    ("host", "service"),
    [*((host, "frontend") for host in SHOP_HOSTS), *((host, "admin-ui") for host in ADMIN_HOSTS)],
)
def test_a_host_name_with_or_without_a_port_chooses_the_user_interface(house, host, service):
    assert house.get("/some/page", host).json()["service"] == service


@pytest.mark.parametrize("host", API_HOSTS)
@pytest.mark.parametrize("method", ["GET", "OPTIONS"])
def test_what_reads_goes_to_read_api(house, host, method):
    assert house.send(method, "/v1/products", host).json()["service"] == "read-api"


@pytest.mark.parametrize("host", API_HOSTS)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_what_writes_goes_to_write_api(house, host, method):
    assert house.send(method, "/v1/products", host, json={}).json()["service"] == "write-api"


def test_a_head_request_goes_to_read_api(house):
    assert house.send("HEAD", "/v1/products", "api.mstore.com").status_code == 200
    assert any(instance.seen for instance in house.services["read_api"])
    assert not house.services["write_api"][0].seen


@pytest.mark.parametrize("host", [SHOP_HOSTS[0], ADMIN_HOSTS[0], API_HOSTS[0]])
def test_pictures_are_served_under_every_host_name(house, host):
    assert house.get(MEDIA, host).json()["service"] == "read-api"


def test_the_host_name_reaches_the_service_with_its_port(house):
    assert house.get("/", "mstore.localhost:8080").json()["headers"]["host"] == "mstore.localhost:8080"


@pytest.mark.parametrize("path", ["/docs", "/docs/style.css", "/.well-known/jwks.json", "/v1/openapi.json"])
def test_what_describes_the_api_is_read_api_s(house, path):
    assert house.get(path, "api.mstore.com").json()["service"] == "read-api"


def test_the_front_door_of_the_api_leads_to_its_documentation(house):
    answer = house.get("/", "api.mstore.localhost:8080")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "http://api.mstore.localhost:8080/docs"
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.text == "What you look for is at the address in Location.\n"


@pytest.mark.parametrize("host", [SHOP_HOSTS[0], ADMIN_HOSTS[0], API_HOSTS[0]])
@pytest.mark.parametrize(
    "path", ["/health/live", "/health/ready", "/health", "/metrics", "//metrics", "/x/../metrics"]
)
def test_health_and_metrics_stay_inside(house, host, path):
    answer = house.get(path, host)
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert FOR_EVERY_SITE.items() <= answer.headers.items()


def test_a_host_name_that_is_not_ours_is_refused(house):
    answer = house.get("/v1/products", "shop.example")
    assert answer.status_code == 421
    assert answer.json()["type"] == "https://mstore.com/problems/unknown-host"
    assert FOR_EVERY_SITE.items() <= answer.headers.items()


def test_the_internal_listener_serves_the_api_under_any_host_name(house):
    answers = [
        requests.get(f"{house.internal}/v1/products", timeout=5),
        requests.post(f"{house.internal}/v1/products", timeout=5),
    ]
    assert [answer.json()["service"] for answer in answers] == ["read-api", "write-api"]
    assert requests.get(f"{house.internal}/metrics", timeout=5).status_code == 404


def test_the_internal_listener_passes_on_whom_the_user_interface_speaks_for(house):
    answer = requests.get(
        f"{house.internal}/v1/products", headers={"X-Forwarded-For": "203.0.113.7"}, timeout=5
    )
    assert answer.json()["headers"]["x-forwarded-for"] == "203.0.113.7"


def test_a_client_s_claim_about_its_address_does_not_come_last(house):
    seen = house.get("/", headers={"X-Forwarded-For": "203.0.113.7"}).json()["headers"]
    assert seen["x-forwarded-for"].split(",")[-1] != "203.0.113.7"


def test_a_request_without_an_id_gets_one_that_is_also_answered(house):
    answer = house.get("/")
    assert answer.headers["X-Request-Id"] == answer.json()["headers"]["x-request-id"]


def test_a_client_s_own_request_id_is_kept(house):
    answer = house.get("/", headers={"X-Request-Id": "order-4711"})
    assert answer.headers["X-Request-Id"] == answer.json()["headers"]["x-request-id"] == "order-4711"


@pytest.mark.parametrize("host", [ADMIN_HOSTS[0], API_HOSTS[0], SHOP_HOSTS[0]])
def test_nobody_outside_chooses_the_address_they_are_at(house, host):
    told = house.send("POST", "/v1/sessions", host, headers={"X-Client-Address": "203.0.113.9"}).json()
    assert told["headers"]["x-client-address"] == "127.0.0.1"


def test_a_user_interface_says_at_which_address_its_visitor_is(house):
    visitor = {"X-Client-Address": "203.0.113.9"}
    told = requests.post(f"{house.internal}/v1/sessions", headers=visitor, timeout=10).json()
    assert (told["service"], told["headers"]["x-client-address"]) == ("write-api", "203.0.113.9")
