"""The query parameters of the export, as a client writes them."""

from marshmallow import Schema, fields
from marshmallow.validate import OneOf, Regexp

ORIGIN = r"^https?://[^\s/?#\x00]{1,200}$"


class GetExport(Schema):
    """How the file is written."""

    format = fields.String(
        load_default="csv",
        validate=OneOf(["csv", "jsonl"]),
        metadata={"description": "Rows with Shopify's columns, or a product as JSON on each line."},
    )
    columns = fields.String(
        load_default="new",
        validate=OneOf(["new", "old"]),
        metadata={"description": "Of CSV: under Shopify's headers of 2025, or those before."},
    )
    origin = fields.String(
        load_default=None,
        validate=Regexp(ORIGIN, error="Must be a scheme and a host, as https://mstore.com."),
        metadata={
            "description": "What addresses of pictures begin with; else what was asked.",
            "example": "https://mstore.com",
        },
    )
