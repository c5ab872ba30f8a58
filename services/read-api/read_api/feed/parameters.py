"""The query parameters of the feed, as a client writes them."""

from dataclasses import dataclass
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load
from marshmallow.validate import Range

from read_api.feed.place import Place
from read_api.parameters import Digits

LARGEST_PAGE = 1000


@dataclass(frozen=True)
class Following:
    """At most `limit` changes that come after a place."""

    after: Place
    limit: int


class ListChanges(Schema):
    """The parameters of the list of changes."""

    after = fields.String(
        required=True,
        metadata={
            "description": "The `token` of a snapshot, or the `next` of the page before, as it was given. "
            "A mere revision number is taken too, but does not show when its history was lost; "
            "0 is before everything.",
            "example": "0",
        },
    )
    limit = Digits(
        load_default=100,
        validate=Range(1, LARGEST_PAGE),
        metadata={"description": "How many on a page, at most."},
    )

    @post_load
    def _following(self, query: dict[str, Any], **_: object) -> Following:
        try:
            return Following(Place.parse(query["after"]), query["limit"])
        except ValueError as error:
            raise ValidationError(f"Is no place in the feed: {error}.", "after") from error
