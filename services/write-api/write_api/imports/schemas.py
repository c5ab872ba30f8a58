"""What can be said of a file that is sent, and of a plan that is accepted."""

from marshmallow import Schema, fields, validate

from write_api.fields import Flag, Text


class UploadParameters(Schema):
    """How a file is to be read."""

    name = Text(
        200,
        load_default="",
        metadata={"description": "What it is called, for those who look at the list of imports."},
    )
    blank = fields.String(
        load_default="leave",
        validate=validate.OneOf(["leave", "clear"]),
        metadata={"description": "What a blank cell does: `leave` the value, or `clear` it."},
    )
    images = fields.String(
        load_default="queue",
        validate=validate.OneOf(["queue", "ignore"]),
        metadata={"description": "Pictures: `queue` those that are not here to be fetched, or `ignore` all."},
    )


class ApplySchema(Schema):
    """How a plan is applied."""

    skip_refused = Flag(
        load_default=False,
        metadata={"description": "Whether it is applied though some products of it are refused."},
    )
