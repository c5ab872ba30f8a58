"""The query parameters of the audit."""

from marshmallow import Schema, fields
from marshmallow.validate import Range, Regexp

from read_api.parameters import LARGEST_PAGE, Digits


class ListEvents(Schema):
    """The parameters of the audit."""

    account = fields.UUID(load_default=None, metadata={"description": "Only what is about this account."})
    event = fields.String(
        load_default=None,
        validate=Regexp("^[a-z_]{1,40}$", error="Must be the name of an event."),
        metadata={"description": "Only this event."},
    )
    before = Digits(
        load_default=None, metadata={"description": "The `next` of the page before: only older ones."}
    )
    limit = Digits(
        load_default=50,
        validate=Range(1, LARGEST_PAGE),
        metadata={"description": "How many on a page, at most."},
    )
