"""Decides what a service says of itself, and how the parts of several services become one document."""

import re
from collections.abc import Iterable, Mapping
from importlib import import_module
from inspect import getdoc
from typing import Any

from flask import Blueprint, Flask

from api_contract.operations import LIMITS, Described, Operations, described_header
from api_contract.shapes import OPENAPI, Shapes

VARIABLE = re.compile(r"{\w+}")


def part(
    features: Iterable[Blueprint], places: Mapping[str, Described], head: Mapping[str, Any] | None = None
) -> Described:
    """What these features of a service do, as OpenAPI; nothing needs to run for it.

    `places` describe the variables in paths, `head` is what the document says besides: title, servers.
    A feature is described by the docstring of its package.
    """
    app = Flask("part", static_folder=None)
    tags = []
    for feature in features:
        app.register_blueprint(feature)
        package = import_module(feature.import_name.rpartition(".")[0])
        tags.append({"name": feature.name, "description": getdoc(package) or ""})
    shapes = Shapes()
    paths = Operations(app, shapes, places).by_path()
    used = {tag for item in paths.values() for each in item.values() for tag in each["tags"]}
    return {
        "openapi": OPENAPI,
        **(head or {}),
        "tags": [tag for tag in tags if tag["name"] in used],
        "paths": paths,
        "components": {
            "schemas": shapes.described(),
            "headers": {each.name: described_header(each) for each in LIMITS},
        },
    }


def merged(parts: Iterable[Described]) -> Described:
    """One document of all parts: the first speaks where both describe the same. Raises ValueError when they
    disagree on a schema, or answer the same method of a path."""
    first, *others = parts
    whole: Described = {**first, "tags": [], "paths": {}, "components": {}}
    for each in (first, *others):
        known = {tag["name"] for tag in whole["tags"]}
        whole["tags"] += [tag for tag in each["tags"] if tag["name"] not in known]
        _add_paths(whole["paths"], each["paths"])
        for kind, described in each["components"].items():
            _add(whole["components"].setdefault(kind, {}), described)
    order = [tag["name"] for tag in whole["tags"]]
    whole["paths"] = dict(sorted(whole["paths"].items(), key=lambda item: order.index(_tag(item[1]))))
    return _with_shared_replies(whole)


def _add_paths(known: Described, more: Described) -> None:
    """One path has one name for each variable: those of whoever described it first."""
    same = {VARIABLE.sub("{}", path): path for path in known}
    for path, item in more.items():
        there = same.get(VARIABLE.sub("{}", path), path)
        names = dict(zip(re.findall(r"{(\w+)}", path), re.findall(r"{(\w+)}", there), strict=True))
        for operation in item.values():
            for parameter in operation["parameters"]:
                if parameter["in"] == "path":
                    parameter["name"] = names[parameter["name"]]
        _add(known.setdefault(there, {}), item)


def _add(known: Described, more: Described) -> None:
    for name, described in more.items():
        if known.setdefault(name, described) != described:
            raise ValueError(f"{name} is described in two ways.")


def _tag(item: Described) -> str:
    first: str = next(iter(item.values()))["tags"][0]
    return first


def _with_shared_replies(document: Described) -> Described:
    """The same, with each problem that several operations answer alike described once."""
    uses: dict[str, list[Described]] = {}
    operations = [operation for item in document["paths"].values() for operation in item.values()]
    replies = [operation["responses"] for operation in operations]
    for status, reply in ((status, reply) for each in replies for status, reply in each.items()):
        if name := _name(status, reply):
            uses.setdefault(name, []).append(reply)
    shared = {
        name: each[0] for name, each in uses.items() if len(each) > 1 and all(one == each[0] for one in each)
    }
    for each in replies:
        for status, reply in each.items():
            if (name := _name(status, reply)) in shared:
                each[status] = {"$ref": f"#/components/responses/{name}"}
    document["components"]["responses"] = dict(sorted(shared.items()))
    return document


def _name(status: str, reply: Described) -> str:
    """A problem's name, of its types; empty for what is no problem."""
    if int(status) < 400 or "content" not in reply:
        return ""
    [content] = reply["content"].values()
    types = content["schema"]["allOf"][1]["properties"]["type"]["enum"]
    slugs = [each.rpartition("/")[2] for each in types]
    return "Or".join("".join(word.title() for word in slug.split("-")) for slug in slugs)
