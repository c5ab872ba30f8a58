"""The API's description is true: every route, every field, every parameter."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.services.read_api.owner import Owner
from tests.services.read_api.reader import Reader

INFRASTRUCTURE = {"/health/live", "/health/ready", "/metrics", "/docs"}


@pytest.fixture
def api(app: Flask) -> dict[str, Any]:
    document: dict[str, Any] = app.test_client().get("/v1/openapi.json").json
    return document


def test_every_route_of_the_api_is_described(app: Flask, api: dict[str, Any]) -> None:
    rules = {re.sub(r"<(?:[^<>]*:)?(\w+)>", r"{\1}", rule.rule) for rule in app.url_map.iter_rules()}
    assert set(api["paths"]) == rules - INFRASTRUCTURE


def test_the_document_is_openapi_3_1(api: dict[str, Any]) -> None:
    assert api["openapi"] == "3.1.0"
    assert api["info"].keys() >= {"title", "version", "description"}
    operations = [item["get"] for item in api["paths"].values()]
    assert len({operation["operationId"] for operation in operations}) == len(operations)
    for path, item in api["paths"].items():
        operation = item["get"]
        parameters = [followed(each, api) for each in operation["parameters"]]
        responses = [followed(each, api) for each in operation["responses"].values()]
        in_path = {each["name"] for each in parameters if each["in"] == "path"}
        assert in_path == set(re.findall(r"{(\w+)}", path))
        assert operation["summary"].endswith(".")
        assert all(response["description"] for response in responses)
        assert all("schema" in parameter for parameter in parameters)


def test_every_reference_leads_somewhere(api: dict[str, Any]) -> None:
    references = set(re.findall(r"'#/components/(\w+)/(\w+)'", str(api)))
    assert references
    assert all(name in api["components"][kind] for kind, name in references)


def test_what_is_answered_is_what_is_described(
    owner: Owner, reader: Reader, bearer: Callable[[str], dict[str, str]], api: dict[str, Any]
) -> None:
    owner.add_category("cups")
    owner.add("mug", prices=(1000, 2000), category="cups")
    owner.attach_picture("mug", b"picture")
    for path, name in [
        ("/v1/products", "ProductPage"),
        ("/v1/products/mug", "Product"),
        ("/v1/staff/products", "StaffProductPage"),
        ("/v1/staff/products/mug", "StaffProduct"),
        ("/v1/categories", "Categories"),
        ("/v1/categories/cups", "Category"),
        ("/v1/settings", "ShopSettings"),
        ("/v1/status", "Status"),
        ("/v1/products/none", "Problem"),
    ]:
        answer = reader.get(path, headers=bearer("catalog:read")).json
        assert_described(answer, {"$ref": f"#/components/schemas/{name}"}, api, path)


def followed(described: dict[str, Any], api: dict[str, Any]) -> dict[str, Any]:
    """What a reference leads to; anything else as it is."""
    found: Any = described
    if "$ref" in described:
        found = api
        for step in described["$ref"].split("/")[1:]:
            found = found[step]
    return dict(found)


def assert_described(value: Any, schema: dict[str, Any], api: dict[str, Any], where: str) -> None:
    """Every member is described, every required one is there, at every depth."""
    for option in schema.get("anyOf", []):
        if (value is None) == (option.get("type") == "null"):
            schema = option
    schema = followed(schema, api)
    if isinstance(value, list):
        for item in value:
            assert_described(item, schema["items"], api, f"{where}[]")
    if isinstance(value, dict) and "properties" in schema:
        assert value.keys() <= schema["properties"].keys(), where
        assert value.keys() >= set(schema.get("required", [])), where
        for name, member in value.items():
            assert_described(member, schema["properties"][name], api, f"{where}.{name}")


def test_every_parameter_is_described(api: dict[str, Any]) -> None:
    described = [followed(each, api) for each in api["paths"]["/v1/products"]["get"]["parameters"]]
    names = {each["name"] for each in described if each["in"] == "query"}
    assert names == {
        "category", "tag", "q", "min_price", "max_price", "in_stock", "sort", "limit", "after",
    }  # fmt: skip


def test_what_needs_a_token_says_so(api: dict[str, Any]) -> None:
    assert api["paths"]["/v1/staff/products"]["get"]["security"] == [{"bearer": ["catalog:read"]}]
    assert "security" not in api["paths"]["/v1/products"]["get"]


def test_the_page_shows_every_operation_and_runs_no_script(app: Flask, api: dict[str, Any]) -> None:
    response = app.test_client().get("/docs")
    page = response.text
    assert response.content_type == "text/html; charset=utf-8"
    for path in api["paths"]:
        assert f"GET</span>{path}<" in page
    assert "<script" not in page
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
