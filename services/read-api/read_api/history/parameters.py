"""The query parameters of history, as a client writes them."""

from marshmallow import Schema, fields
from marshmallow.validate import Range, Regexp

from read_api.history.schemas import KINDS
from read_api.parameters import LARGEST_PAGE, Digits

MOST_EDITS = 1000


class ListRevisions(Schema):
    """The parameters of lists of revisions."""

    before = Digits(
        load_default=None,
        metadata={"description": "The `next` of the page before: only revisions older than this one."},
    )
    limit = Digits(
        load_default=24,
        validate=Range(1, LARGEST_PAGE),
        metadata={"description": "How many on a page, at most."},
    )


class GetRevision(Schema):
    """The parameters of one revision."""

    after = fields.String(
        load_default=None,
        validate=Regexp(rf"^({'|'.join(KINDS)})/[^\x00]{{1,200}}$", error="Must be the `next` of a page."),
        metadata={"description": "The `next` of the page before."},
    )
    limit = Digits(
        load_default=100,
        validate=Range(1, MOST_EDITS),
        metadata={"description": "How many edits on a page, at most."},
    )
