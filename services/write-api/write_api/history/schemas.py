"""The body of an undo, and what it answers."""

from dataclasses import dataclass
from typing import Any

from marshmallow import Schema, fields, post_load

from write_api.fields import Items, Text


@dataclass(frozen=True)
class UndoFields:
    """What is undone though it was changed since, by name."""

    force: frozenset[str]


class UndoSchema(Schema):
    """How to undo a revision."""

    force = Items(
        Text(200, shortest=1),
        most=1000,
        load_default=list,
        metadata={"description": "Names from `left` of what is to be undone though it was changed since."},
    )

    @post_load
    def _made(self, data: dict[str, Any], **_: Any) -> UndoFields:
        return UndoFields(frozenset(data["force"]))


class Left(Schema):
    """Something that was not undone."""

    name = fields.String(
        required=True, metadata={"description": "`entity/id/field`, or `entity/id` of a whole thing."}
    )
    detail = fields.String(required=True, metadata={"description": "Why not."})


class Undone(Schema):
    """What an undo did."""

    undone = fields.Integer(required=True, metadata={"description": "The revision that was undone."})
    changes = fields.Integer(required=True, metadata={"description": "How many things are as they were."})
    left = fields.List(fields.Nested(Left), required=True)
