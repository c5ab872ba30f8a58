"""Prices over time on the wire."""

from marshmallow import Schema, fields

from read_api.products.schemas import Money


class Charged(Schema):
    """What customers were asked to pay for a while."""

    price = fields.Nested(Money, required=True)
    since = fields.DateTime(
        required=True, allow_none=True, metadata={"description": "Null: since before history begins."}
    )
    until = fields.DateTime(
        required=True, allow_none=True, metadata={"description": "Null: it is asked now."}
    )


class VariantPrices(Schema):
    """The prices of one variant."""

    id = fields.UUID(required=True)
    lowest = fields.Nested(
        Money,
        required=True,
        allow_none=True,
        metadata={
            "description": "The lowest price of the 30 days before the present one began (Directive 98/6/EC, "
            "article 6a); null when there was none."
        },
    )
    charged = fields.List(
        fields.Nested(Charged), required=True, metadata={"description": "The newest first, at most 100."}
    )


class Prices(Schema):
    """What was charged for a product."""

    variants = fields.List(fields.Nested(VariantPrices), required=True)
    revision = fields.Integer(required=True, metadata={"description": "Of the catalog."})
