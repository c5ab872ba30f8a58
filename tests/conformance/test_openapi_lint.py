"""What linters ask of an OpenAPI document and its own specification does not.

They are Redocly's recommended rules (docs/redocly.yaml), as far as what a program makes can break them.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from openapi_schema_validator import OAS31Validator

from read_api.docs.document import FILE

REFERENCE = re.compile(r"#/components/(\w+)/([\w-]+)")
VARIABLE = re.compile(r"{(\w+)}")

Document = dict[str, Any]
api: Document = json.loads(FILE.read_text())
OPERATIONS = {
    operation["operationId"]: (path, operation)
    for path, item in api["paths"].items()
    for operation in item.values()
}
each_operation = pytest.mark.parametrize(("path", "operation"), OPERATIONS.values(), ids=OPERATIONS)


def test_every_operation_has_a_name_of_its_own() -> None:
    assert len(OPERATIONS) == sum(len(item) for item in api["paths"].values())
    assert [name for name in OPERATIONS if not re.fullmatch(r"\w+", name)] == []


@each_operation
def test_an_operation_is_summed_up_and_may_succeed_or_be_refused(path: str, operation: Document) -> None:
    assert operation["summary"]
    assert {"2", "4"} <= {status[0] for status in operation["responses"]}


@each_operation
def test_parameters_are_told_once_and_those_of_the_path_are_its_variables(
    path: str, operation: Document
) -> None:
    told = Counter((each["in"], each["name"]) for each in operation["parameters"])
    assert set(told.values()) <= {1}
    assert {name for place, name in told if place == "path"} == set(VARIABLE.findall(path))


@each_operation
def test_an_operation_says_who_may_do_it(path: str, operation: Document) -> None:
    schemes = {name for requirement in operation["security"] for name in requirement}
    assert schemes <= api["components"]["securitySchemes"].keys()


def test_tags_are_told_in_words_and_used() -> None:
    told = Counter(tag["name"] for tag in api["tags"] if tag["description"])
    assert told == Counter({tag for _, operation in OPERATIONS.values() for tag in operation["tags"]})


def test_no_address_can_be_taken_for_another() -> None:
    paths = list(api["paths"])
    assert [path for path in paths if path.endswith("/") or "?" in path] == []
    assert len({VARIABLE.sub("{}", path) for path in paths}) == len(paths)


def test_servers_are_named_without_a_slash_at_their_end() -> None:
    urls = [server["url"] for server in api["servers"]]
    assert urls
    assert [url for url in urls if url != "/" and (url.endswith("/") or "example" in url)] == []


def test_every_component_is_there_and_used() -> None:
    components = {(kind, name) for kind, named in api["components"].items() for name in named}
    used = set(REFERENCE.findall(json.dumps(api)))
    used |= {
        ("securitySchemes", name)
        for _, operation in OPERATIONS.values()
        for requirement in operation["security"]
        for name in requirement
    }
    assert used == components


def test_every_example_is_as_its_schema_wants_it() -> None:
    found = list(examples(api))
    wrong = [
        (example, error.message)
        for schema, example in found
        for error in OAS31Validator({**schema, "components": api["components"]}).iter_errors(example)
    ]
    assert found
    assert wrong == []


def examples(part: Any) -> Iterator[tuple[Document, Any]]:
    """Every example with its schema: beside it in parameters, headers and bodies, around it in schemas."""
    if isinstance(part, dict):
        if "example" in part:
            yield part["schema"], part["example"]
        for example in part.get("examples", ()):
            yield {name: value for name, value in part.items() if name != "examples"}, example
    for inside in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from examples(inside)
