"""The feed on the wire."""

from collections.abc import Callable
from typing import Any

from marshmallow import Schema, fields
from marshmallow.validate import OneOf

from read_api.categories.schemas import Category
from read_api.products.schemas import Product
from read_api.shop.schemas import ShopSettings

ENTITIES = {"product": Product, "category": Category, "settings": ShopSettings}


class Thing(fields.Field[Any]):
    """One of the entities, as a GET of it answers."""

    def json_schema(self, describe: Callable[[fields.Field[Any]], dict[str, Any]]) -> dict[str, Any]:
        kinds = [describe(fields.Nested(schema)) for schema in ENTITIES.values()]
        return {"anyOf": [*kinds, {"type": "null"}] if self.allow_none else kinds}


class Change(Schema):
    """What became of one product, one category, or the shop's settings."""

    revision = fields.Integer(required=True, metadata={"description": "At which it changed."})
    entity = fields.String(required=True, validate=OneOf(list(ENTITIES)))
    id = fields.String(required=True, metadata={"description": "Of the settings it is `settings`."})
    action = fields.String(
        required=True,
        validate=OneOf(["upsert", "delete"]),
        metadata={"description": "`delete`: it is not, or not any more, in the public catalog."},
    )
    value = Thing(
        required=True,
        allow_none=True,
        metadata={"description": "What a GET of it answers at the catalog's `revision`; null when deleted."},
    )


class Changes(Schema):
    """What changed in the public catalog, in the order of revisions."""

    items = fields.List(fields.Nested(Change), required=True)
    next = fields.String(required=True, metadata={"description": "For `after`, to ask for what comes then."})
    more = fields.Boolean(
        required=True,
        metadata={"description": "Whether there is more now; if not, all up to `revision` was told."},
    )
    revision = fields.Integer(required=True, metadata={"description": "Of the catalog."})


class SnapshotBegin(Schema):
    """The first line of a snapshot."""

    revision = fields.Integer(required=True, metadata={"description": "Which all of it shows."})
    token = fields.String(required=True, metadata={"description": "The `after` of the changes since."})


class SnapshotThing(Schema):
    """A line of a snapshot: one thing."""

    entity = fields.String(required=True, validate=OneOf(list(ENTITIES)))
    id = fields.String(required=True, metadata={"description": "Of the settings it is `settings`."})
    value = Thing(required=True, metadata={"description": "What a GET of it answers."})


class SnapshotEnd(Schema):
    """The last line of a snapshot."""

    end = fields.Boolean(required=True, metadata={"description": "Always true."})
    count = fields.Integer(required=True, metadata={"description": "How many things there were."})
