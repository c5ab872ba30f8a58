"""The feed on the wire."""

from marshmallow import Schema, fields
from marshmallow.validate import OneOf


class Change(Schema):
    """What became of one product, one category, or the shop's settings."""

    revision = fields.Integer(required=True, metadata={"description": "At which it changed."})
    entity = fields.String(required=True, validate=OneOf(["product", "category", "settings"]))
    id = fields.String(required=True, metadata={"description": "Of the settings it is `settings`."})
    action = fields.String(
        required=True,
        validate=OneOf(["upsert", "delete"]),
        metadata={"description": "`delete`: it is not, or not any more, in the public catalog."},
    )
    value = fields.Dict(
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
