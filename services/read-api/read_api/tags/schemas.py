"""Tags on the wire, and the query parameters of their list."""

from marshmallow import Schema, fields
from marshmallow.validate import Length, Range

from read_api.parameters import LARGEST_PAGE, NO_NULL, Digits


class ListTags(Schema):
    """The parameters of the list of tags."""

    after = fields.String(
        load_default=None,
        validate=[Length(1, 60), NO_NULL],
        metadata={"description": "The `next` of the page before: only tags after this one."},
    )
    limit = Digits(
        load_default=LARGEST_PAGE,
        validate=Range(1, LARGEST_PAGE),
        metadata={"description": "How many on a page, at most."},
    )


class Tag(Schema):
    """A tag, and how many products have it, those in the trash left out."""

    name = fields.String(required=True)
    products = fields.Integer(required=True)


class Tags(Schema):
    """Tags by name."""

    items = fields.List(fields.Nested(Tag), required=True)
    next = fields.String(
        required=True, allow_none=True, metadata={"description": "For `after`, to ask for the others."}
    )
    revision = fields.Integer(required=True, metadata={"description": "Of the catalog."})
