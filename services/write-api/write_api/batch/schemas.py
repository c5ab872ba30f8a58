"""The body of a batch, and what it answers."""

from dataclasses import dataclass
from typing import Any

from marshmallow import Schema, fields, post_load, validate

from write_api.fields import Describe, Items, JsonSchema, Text

# An address of this API, and nothing that a URL may have before its path or after its query.
PATH = r'/([!-"$-.0-~][!-"$-~]*)?\Z'
METHODS = ("POST", "PUT", "PATCH", "DELETE")
MOST = 1000


@dataclass(frozen=True)
class Operation:
    """A write as if it were sent by itself."""

    method: str
    path: str
    if_match: str | None
    body: dict[str, Any] | None


class Object(fields.Dict):
    """A JSON object, which the operation's own route judges."""

    def json_schema(self, _describe: Describe) -> JsonSchema:
        return {"type": "object"}


class OperationSchema(Schema):
    """One of the writes."""

    method = fields.String(required=True, validate=validate.OneOf(METHODS))
    path = fields.String(
        required=True,
        validate=[
            validate.Length(max=500),
            validate.Regexp(PATH, error="Not a path such as /v1/products."),
        ],
    )
    if_match = Text(500, shortest=1, load_default=None)
    body = Object(load_default=None, allow_none=True)

    @post_load
    def _made(self, data: dict[str, Any], **_: Any) -> Operation:
        return Operation(**data)


class BatchSchema(Schema):
    """Writes, in the order in which they are done."""

    operations = Items(fields.Nested(OperationSchema), least=1, most=MOST, required=True)


class Result(Schema):
    """What the operation would have been answered by itself."""

    status = fields.Integer(required=True)
    etag = fields.String(required=True, allow_none=True)
    location = fields.String(required=True, allow_none=True)
    body = Object(required=True, allow_none=True)


class BatchResults(Schema):
    """A result for each operation, in their order."""

    results = fields.List(fields.Nested(Result), required=True)
