"""Imports on the wire."""

from marshmallow import Schema, fields
from marshmallow.validate import OneOf

from read_api.history.schemas import Anything

STATUSES = ("queued", "planning", "planned", "outdated", "failed", "accepted", "applying", "applied")
OUTCOMES = ("create", "update", "unchanged", "refused")
FATES = ("pending", "fetched", "refused", "failed")


class Progress(Schema):
    """How far the import is: rows of the file while it is planned, then rows of the plan."""

    done = fields.Integer(required=True)
    total = fields.Integer(
        required=True, allow_none=True, metadata={"description": "Null until it is known."}
    )


class ProductCounts(Schema):
    """How many products have each outcome, and how many have warnings."""

    create = fields.Integer(required=True)
    update = fields.Integer(required=True)
    unchanged = fields.Integer(required=True)
    refused = fields.Integer(required=True)
    warnings = fields.Integer(required=True)


class PictureCounts(Schema):
    """What became of the pictures that the file named by their address."""

    pending = fields.Integer(required=True)
    fetched = fields.Integer(required=True)
    refused = fields.Integer(required=True)
    failed = fields.Integer(required=True)


class NewCategory(Schema):
    """A category that is made when the plan is applied."""

    slug = fields.String(required=True)
    title = fields.String(required=True)
    parent = fields.String(required=True, allow_none=True)


class ImportFault(Schema):
    """Why it was not planned or not applied."""

    detail = fields.String(required=True)
    line = fields.Integer(required=True, allow_none=True, metadata={"description": "Of the file."})


class Import(Schema):
    """A file of products: how far it is, and what its plan would do."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    status = fields.String(required=True, validate=OneOf(STATUSES))
    format = fields.String(required=True, validate=OneOf(["csv", "jsonl"]))
    blank = fields.String(required=True, validate=OneOf(["leave", "clear"]))
    images = fields.String(required=True, validate=OneOf(["queue", "ignore"]))
    bytes = fields.Integer(required=True)
    created_at = fields.DateTime(required=True)
    created_by = fields.String(required=True)
    updated_at = fields.DateTime(required=True)
    progress = fields.Nested(Progress, required=True)
    products = fields.Nested(ProductCounts, required=True)
    pictures = fields.Nested(PictureCounts, required=True)
    new_categories = fields.List(fields.Nested(NewCategory), required=True)
    notices = fields.List(
        fields.String(), required=True, metadata={"description": "What was found out about the file."}
    )
    error = fields.Nested(ImportFault, required=True, allow_none=True)
    planned_at_revision = fields.Integer(
        required=True, allow_none=True, metadata={"description": "The catalog's, that the plan is made of."}
    )
    is_current = fields.Boolean(
        required=True,
        allow_none=True,
        metadata={"description": "Whether the plan can be applied: the catalog is what it was."},
    )
    applied_revision = fields.Integer(
        required=True, allow_none=True, metadata={"description": "What it made; it can be undone."}
    )


class Imports(Schema):
    """Imports, the newest first."""

    items = fields.List(fields.Nested(Import), required=True)


class PlannedField(Schema):
    """A field before and after. Of a variant, `variant` tells which."""

    field = fields.String(required=True)
    variant = fields.String()
    before = Anything(required=True, allow_none=True)
    after = Anything(required=True, allow_none=True)


class RowNote(Schema):
    """What is to be said of a row, and of which cell."""

    detail = fields.String(required=True)
    line = fields.Integer(required=True, allow_none=True)
    column = fields.String(
        required=True, allow_none=True, metadata={"description": "As the file spells it; a pointer in JSON."}
    )


class PlannedRow(Schema):
    """What the plan does for one product, and which lines of the file say so."""

    number = fields.Integer(required=True)
    lines = fields.List(fields.Integer(), required=True)
    handle = fields.String(required=True)
    title = fields.String(required=True)
    outcome = fields.String(required=True, validate=OneOf(OUTCOMES))
    product_id = fields.UUID(required=True, allow_none=True)
    changes = fields.List(fields.Nested(PlannedField), required=True)
    warnings = fields.List(fields.Nested(RowNote), required=True)
    errors = fields.List(fields.Nested(RowNote), required=True)


class Plan(Schema):
    """A page of a plan."""

    items = fields.List(fields.Nested(PlannedRow), required=True)
    next = fields.Integer(required=True, allow_none=True, metadata={"description": "For `after`."})
    status = fields.String(
        required=True, validate=OneOf(STATUSES), metadata={"description": "Of the import: is the plan whole?"}
    )


class PictureFate(Schema):
    """A picture that a file named by its address."""

    id = fields.UUID(required=True)
    product_id = fields.UUID(required=True)
    url = fields.String(required=True)
    sha256 = fields.String(required=True, allow_none=True, metadata={"description": "As the file has it."})
    alt = fields.String(required=True)
    status = fields.String(required=True, validate=OneOf(FATES))
    reason = fields.String(required=True, allow_none=True, metadata={"description": "Why it is not there."})
    tries = fields.Integer(required=True)
    media = fields.String(required=True, allow_none=True, metadata={"description": "What it became."})
    created_at = fields.DateTime(required=True)


class PictureFates(Schema):
    """A page of them."""

    items = fields.List(fields.Nested(PictureFate), required=True)
    next = fields.UUID(required=True, allow_none=True, metadata={"description": "For `after`."})
