"""What the page shows of the document, in the order in which it is read."""

import json
from itertools import groupby
from typing import Any

METHODS = ("get", "post", "put", "patch", "delete")
Described = dict[str, Any]


def shown(api: Described) -> Described:
    """All that the page needs beside its style."""
    operations = _operations(api)
    grouped = {name: list(each) for name, each in groupby(operations, key=lambda each: each["tags"][0])}
    return {
        "api": api,
        "features": [(tag, grouped[tag["name"]]) for tag in api["tags"]],
        "headers": {"Sent": _asked(operations), "Answered": _answered(operations, api)},
        "json": lambda value: json.dumps(value, ensure_ascii=False, indent=2),
        "types": _types,
    }


def _operations(api: Described) -> list[Described]:
    """Every operation, references to replies followed."""
    return [
        {**item[method], "path": path, "method": method.upper(), "responses": _replies(item[method], api)}
        for path, item in api["paths"].items()
        for method in METHODS
        if method in item
    ]


def _replies(operation: Described, api: Described) -> Described:
    shared = api["components"]["responses"]
    return {
        status: shared[reply["$ref"].rpartition("/")[2]] if "$ref" in reply else reply
        for status, reply in operation["responses"].items()
    }


def _asked(operations: list[Described]) -> Described:
    parameters = [each for operation in operations for each in operation["parameters"]]
    return {each["name"]: each for each in parameters if each["in"] == "header"}


def _answered(operations: list[Described], api: Described) -> Described:
    replies = [each for operation in operations for each in operation["responses"].values()]
    shared: Described = api["components"]["headers"]
    return {name: header for each in replies for name, header in each.get("headers", {}).items()} | shared


def _types(reply: Described) -> list[str]:
    """The last parts of the types that a problem may have."""
    [content] = reply["content"].values()
    types = content["schema"]["allOf"][1]["properties"]["type"]["enum"]
    return [each.rpartition("/")[2] for each in types]
