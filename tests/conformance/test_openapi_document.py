"""One document says what both APIs do: all of it, as the code has it, and as OpenAPI wants it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

import read_api.openapi
import write_api.openapi
from api_contract.addresses import methods_by_path
from api_contract.document import merged
from read_api.docs.document import FILE
from tests.conformance.routes import routes_of
from tests.conformance.services import READ_API, WRITE_API
from write_api import METHODS

NO_PART_OF_THE_API = re.compile(r"/health/(live|ready)|/metrics|/docs")
WITHOUT_DATABASE = {"get_key_set", "get_openapi"}
VARIABLE = re.compile(r"<[^<>]*>|{\w+}")

Document = dict[str, Any]


@pytest.fixture(scope="module")
def api() -> Document:
    """The document that is shipped."""
    document: Document = json.loads(FILE.read_text())
    return document


def test_it_is_what_the_code_says(api: Document) -> None:
    """When it fails: `make openapi`, and look at what became of it."""
    made = merged([read_api.openapi.describe(), write_api.openapi.describe()])

    assert json.loads(json.dumps(made)) == api
    assert json.loads(METHODS.read_text()) == methods_by_path(api)


def test_it_is_valid(api: Document) -> None:
    assert [error.message for error in OpenAPIV31SpecValidator(api).iter_errors()] == []


def test_it_has_every_route_with_its_permission_and_no_other(api: Document, tmp_path: Path) -> None:
    routes = {
        (VARIABLE.sub("{}", rule), method, permission)
        for service in (READ_API, WRITE_API)
        for rule, method, permission in routes_of(service, tmp_path)
        if not NO_PART_OF_THE_API.fullmatch(rule)
    }

    described = {
        (VARIABLE.sub("{}", path), method.upper(), permission(operation))
        for path, item in api["paths"].items()
        for method, operation in item.items()
    }
    assert described == routes


def test_every_operation_and_every_parameter_is_told_in_words(api: Document) -> None:
    silent = [
        (operation["operationId"], part.get("name", "itself"))
        for operation in operations(api)
        for part in (operation, *operation["parameters"])
        if not (part.get("summary") or part.get("description"))
    ]
    assert silent == []


def test_every_operation_says_what_it_refuses(api: Document) -> None:
    """As far as it can be told from what it takes: a query, a token, If-Match, a body, the database."""
    for operation in operations(api):
        needed = {400} if operation["operationId"] in WITHOUT_DATABASE else {400, 503}
        needed |= {401, 403} if operation["security"] else set()
        asked = {each["name"]: each["required"] for each in operation["parameters"] if each["in"] == "header"}
        needed |= {412} if "If-Match" in asked else set()
        needed |= {428} if asked.get("If-Match") else set()
        needed |= {413, 415, 422} if "requestBody" in operation else set()
        answered = {int(status) for status in operation["responses"]}
        assert needed <= answered, operation["operationId"]


def operations(api: Document) -> list[Document]:
    return [operation for item in api["paths"].values() for operation in item.values()]


def permission(operation: Document) -> str:
    """The scope it needs."""
    return str(operation["security"][0]["bearer"][0]) if operation["security"] else "public"
