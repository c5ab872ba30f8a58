"""Decides what a schema, an answer's or a body's, looks like as JSON Schema.

Answers may get further members some day, so theirs are open; bodies are strict, so theirs are closed. A field
that marshmallow does not bring says itself what it accepts: `json_schema(describe)`, where `describe` does
the same for the fields inside of it.
"""

from collections.abc import Mapping
from inspect import getdoc
from typing import Any, cast

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.openapi import OpenAPIConverter
from apispec.ext.marshmallow.schema_resolver import SchemaResolver
from marshmallow import Schema
from marshmallow.fields import Field

from api_contract.terms import Shape

JsonSchema = dict[str, Any]
COMPONENTS = "#/components/schemas/"
OPENAPI = "3.1.0"


class _Converter(OpenAPIConverter):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_attribute_function(_own)  # type: ignore[no-untyped-call]

    def schema2jsonschema(self, schema: Schema) -> JsonSchema:
        described: JsonSchema = super().schema2jsonschema(schema)  # type: ignore[no-untyped-call]
        return {"description": getdoc(type(schema)), **described}

    def field2pattern(self, field: Field[Any], **_: Any) -> JsonSchema:
        """The pattern as ECMA 262 has it: marshmallow begins at the beginning, and Python ends with `\\Z`."""
        pattern: str | None = super().field2pattern(field).get("pattern")
        if pattern is None:
            return {}
        return {"pattern": "^" + pattern.removeprefix("^").replace(r"\Z", "$")}

    def field2default(self, field: Field[Any], **_: Any) -> JsonSchema:
        """The default, where JSON has it: a set, or nothing at all, is no value that one could send."""
        plain = isinstance(field.load_default, str | int | float | None)
        found: JsonSchema = super().field2default(field) if plain else {}
        return found

    def metadata2properties(self, field: Field[Any], **_: Any) -> JsonSchema:
        """JSON Schema has no `example`, but a list of them."""
        found: JsonSchema = super().metadata2properties(field)
        return found | {"examples": [found.pop("example")]} if "example" in found else found


def _own(converter: _Converter, field: Field[Any], **_: Any) -> JsonSchema:
    describe = getattr(field, "json_schema", None)
    if describe is None:
        return {}
    own: JsonSchema = describe(converter.field2property)
    return own | {"type": [own["type"], "null"]} if field.allow_none and "type" in own else own


class _Plugin(MarshmallowPlugin):
    Converter = _Converter


class Shapes:
    """The schemas of one part of the API, each described once under its own name."""

    def __init__(self) -> None:
        self._answers = _Plugin()
        self._bodies = _Plugin(schema_name_resolver=lambda schema: f"{_name(schema)}Input")
        self._specs = [APISpec("", "", OPENAPI, [plugin]) for plugin in (self._answers, self._bodies)]
        self._patches: dict[str, JsonSchema] = {}

    def answer(self, shape: Shape) -> JsonSchema:
        """The schema of an answer, as a reference where it has a name."""
        return self._resolve(self._answers, shape)

    def body(self, shape: Shape, *, partial: bool = False) -> JsonSchema:
        """That of a body; `partial` is one that changes a part of it (RFC 7396)."""
        described = self._resolve(self._bodies, shape)
        return self._patch_of(described) if partial else described

    def described(self) -> dict[str, JsonSchema]:
        """All schemas that have a name."""
        answers, bodies = (spec.to_dict().get("components", {}).get("schemas", {}) for spec in self._specs)
        described = {name: _open(schema) for name, schema in answers.items()}
        return {**described, **bodies, **self._patches}

    def parameters(self, schema: type[Schema]) -> list[JsonSchema]:
        """The query parameters that a schema takes."""
        converter = cast("OpenAPIConverter", self._answers.converter)  # made with the plugin's spec
        return list(converter.schema2parameters(schema(), location="query"))

    def _resolve(self, plugin: _Plugin, shape: Shape) -> JsonSchema:
        if isinstance(shape, tuple):
            return {"anyOf": [self._resolve(plugin, each) for each in shape]}
        if isinstance(shape, str):
            return {"$ref": COMPONENTS + shape}
        if isinstance(shape, Mapping):
            return dict(shape)
        resolver = cast("SchemaResolver", plugin.resolver)  # made with the plugin's spec
        resolved: JsonSchema = resolver.resolve_schema_dict(shape)  # type: ignore[no-untyped-call]
        return resolved

    def _patch_of(self, reference: JsonSchema) -> JsonSchema:
        whole = reference["$ref"].removeprefix(COMPONENTS)
        name = whole.removesuffix("Input") + "Patch"
        schema = self._specs[1].to_dict()["components"]["schemas"][whole]
        required = schema.get("required", [])
        members = {
            each: self._change_of(member, removable=each not in required)
            for each, member in schema["properties"].items()
        }
        described = f"{schema['description']} Members that are not given stay; null brings the default back."
        self._patches[name] = {
            "description": described,
            "type": "object",
            "additionalProperties": False,
            "properties": members,
        }
        return {"$ref": COMPONENTS + name}

    def _change_of(self, member: JsonSchema, *, removable: bool) -> JsonSchema:
        # Members of an object merge too: those that are not given stay.
        change = {name: value for name, value in member.items() if name not in ("default", "required")}
        if "$ref" in change:
            change = self._patch_of(change)
        if isinstance(change.get("additionalProperties"), dict):
            change["additionalProperties"] = _or_null(change["additionalProperties"])
        return _or_null(change) if removable else change


def _or_null(schema: JsonSchema) -> JsonSchema:
    if "null" in schema.get("type", ()):
        return schema
    if isinstance(schema.get("type"), str) and "enum" not in schema:
        return schema | {"type": [schema["type"], "null"]}
    inner = {name: value for name, value in schema.items() if name != "description"}
    outer = {name: value for name, value in schema.items() if name == "description"}
    return {**outer, "anyOf": [inner, {"type": "null"}]}


def _open(schema: JsonSchema) -> JsonSchema:
    return {name: value for name, value in schema.items() if name != "additionalProperties"}


def _name(schema: Any) -> str:
    return (schema if isinstance(schema, type) else type(schema)).__name__.removesuffix("Schema")
