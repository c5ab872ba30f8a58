"""History on the wire."""

from typing import Any

from marshmallow import Schema, fields
from marshmallow.validate import OneOf

KINDS = ("product", "variant", "product_media", "category", "setting")


class Anything(fields.Raw):
    """Whatever the field holds."""

    def json_schema(self, _: object) -> dict[str, Any]:
        return {}


class EditedField(Schema):
    """A field before and after a revision; null where there was none."""

    field = fields.String(required=True, metadata={"description": "Its name, as where the thing is shown."})
    before = Anything(required=True, allow_none=True)
    after = Anything(required=True, allow_none=True)


class Edit(Schema):
    """What a revision did to one thing. What follows from it, as a lowest price, is not told."""

    entity = fields.String(required=True, validate=OneOf(KINDS))
    id = fields.String(required=True, metadata={"description": "Of a setting its key."})
    action = fields.String(required=True, validate=OneOf(["insert", "update", "delete"]))
    fields_ = fields.List(fields.Nested(EditedField), required=True, data_key="fields")


class RevisionEntry(Schema):
    """A revision: who made it, when and why."""

    revision = fields.Integer(required=True)
    at = fields.DateTime(required=True)
    actor = fields.String(
        required=True, metadata={"description": "An account's id, or the name of a job or a database role."}
    )
    actor_name = fields.String(
        required=True, allow_none=True, metadata={"description": "The account's name; null of others."}
    )
    reason = fields.String(required=True, allow_none=True)


class Revision(RevisionEntry):
    """A revision, and what it did to one thing."""

    edits = fields.List(fields.Nested(Edit), required=True)


class History(Schema):
    """Revisions that changed a product, the newest first."""

    items = fields.List(fields.Nested(Revision), required=True)
    next = fields.Integer(
        required=True, allow_none=True, metadata={"description": "For `before`, to ask for older ones."}
    )
    revision = fields.Integer(required=True, metadata={"description": "Of the catalog."})


class Revisions(History):
    """Revisions of the catalog, the newest first."""

    items = fields.List(fields.Nested(RevisionEntry), required=True)


class WholeRevision(Revision):
    """A revision and all that it did, by pages."""

    next = fields.String(
        required=True, allow_none=True, metadata={"description": "For `after`, to ask for the others."}
    )
