"""Suggestions on the wire, and the parameters by which they are asked for."""

from marshmallow import Schema, fields
from marshmallow.validate import Length, Range

from read_api.parameters import NO_NULL, Digits
from read_api.products.schemas import CategoryReference, Image, PriceRange

MOST_SUGGESTIONS = 20


class Suggest(Schema):
    """The parameters of suggestions."""

    q = fields.String(
        required=True,
        validate=[Length(1, 200), NO_NULL],
        metadata={"description": "What has been typed so far.", "example": "celadon m"},
    )
    limit = Digits(
        load_default=8,
        validate=Range(1, MOST_SUGGESTIONS),
        metadata={"description": "How many of each kind at most."},
    )


class SuggestedProduct(Schema):
    """What a list of suggestions shows of a product."""

    slug = fields.String(required=True)
    title = fields.String(required=True)
    price_range = fields.Nested(PriceRange, required=True)
    image = fields.Nested(Image, required=True, allow_none=True)


class Suggestions(Schema):
    """What somebody may be about to search for."""

    products = fields.List(
        fields.Nested(SuggestedProduct),
        required=True,
        metadata={"description": "With all words in their titles, those that begin so first."},
    )
    categories = fields.List(fields.Nested(CategoryReference), required=True)
    searches = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "The text with its last word completed, the most frequent first."},
    )
    corrected = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "What was looked for instead, where a word was misspelt."},
    )
    revision = fields.Integer(required=True, metadata={"description": "Of the catalog."})
