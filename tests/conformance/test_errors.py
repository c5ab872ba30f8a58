"""One shape for every error of every route."""

from pathlib import Path

import pytest

from tests.conformance.problems import is_page, slug_of
from tests.conformance.routes import routes_of, sample_path
from tests.conformance.services import Service
from tests.libs.serving import Served

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
JSON = {"Content-Type": "application/json"}
GARBAGE = b'{"title": \xff, '


def test_an_unknown_address_is_not_found(served: Served) -> None:
    answer = served.get("/nowhere/at/all")
    assert (answer.status_code, slug_of(answer)) == (404, "not-found")
    assert answer.json()["instance"] == "/nowhere/at/all"


def test_a_wrong_method_is_refused_on_every_route(service: Service, served: Served, tmp_path: Path) -> None:
    for path, methods in methods_by_path(service, tmp_path).items():
        answer = served.request("PROPFIND", path)
        assert (answer.status_code, slug_of(answer)) == (405, "method-not-allowed"), path
        assert methods <= set(answer.headers["Allow"].split(", ")), path


def test_nonsense_is_the_senders_fault_on_every_route(
    service: Service, served: Served, tmp_path: Path
) -> None:
    """Whatever a route does with it: it is never a fault of ours, and an error has the one shape."""
    for path, methods in methods_by_path(service, tmp_path).items():
        for method in methods:
            answer = served.request(method, f"{path}?limit=%00&x[]=", data=GARBAGE, headers=JSON)
            assert answer.status_code < 500 or path == "/health/ready", (method, path, answer.text)
            if answer.status_code >= 400 and not (
                is_page(service) and answer.text.startswith("<!doctype html>")
            ):
                assert slug_of(answer), (method, path)


def test_a_forged_token_opens_nothing(service: Service, served: Served, tmp_path: Path) -> None:
    closed = {route for route in routes_of(service, tmp_path) if route[2] != "public"}
    for rule, method, _permission in closed:
        answer = served.request(method, sample_path(rule), headers={"Authorization": "Bearer a.b.c"})
        if is_page(service):
            assert answer.status_code in {302, 303, 400, 401, 403}, (method, rule)
        else:
            assert (answer.status_code, slug_of(answer)) == (401, "unauthorized"), (method, rule)
            assert answer.headers["WWW-Authenticate"].startswith("Bearer "), (method, rule)


def test_a_browser_gets_a_page_from_those_who_have_pages(service: Service, served: Served) -> None:
    answer = served.get("/nowhere", headers=BROWSER)
    assert answer.status_code == 404
    if is_page(service):
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        assert "<html" in answer.text
    else:
        assert slug_of(answer) == "not-found"


@pytest.mark.parametrize("path", ["/%00", "/%ff%fe", "/a%2fb", "/" + "x" * 20_000])
def test_a_strange_address_is_not_found_either(served: Served, path: str) -> None:
    answer = served.get(path)
    assert (answer.status_code, slug_of(answer)) == (404, "not-found")


def methods_by_path(service: Service, directory: Path) -> dict[str, set[str]]:
    """A sample address of every route, with the methods it takes."""
    methods: dict[str, set[str]] = {}
    for rule, method, _permission in routes_of(service, directory):
        methods.setdefault(sample_path(rule), set()).add(method)
    return methods
