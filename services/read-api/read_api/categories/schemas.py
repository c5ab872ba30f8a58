"""Categories on the wire."""

from marshmallow import Schema, fields

from read_api.products.schemas import Image


class Category(Schema):
    """A place in the tree of categories."""

    id = fields.UUID(required=True)
    slug = fields.String(required=True)
    title = fields.String(required=True)
    description = fields.String(required=True)
    parent = fields.String(required=True, allow_none=True, metadata={"description": "Slug of the one above."})
    position = fields.Integer(required=True, metadata={"description": "Order among its siblings."})
    product_count = fields.Integer(
        required=True,
        metadata={"description": "Published products in it; those of its descendants not counted."},
    )
    image = fields.Nested(Image, required=True, allow_none=True)
    revision = fields.Integer(required=True, metadata={"description": "At which it last changed."})
    created_at = fields.AwareDateTime(required=True)
    updated_at = fields.AwareDateTime(required=True)


class Categories(Schema):
    """All categories, siblings in their order."""

    items = fields.List(fields.Nested(Category), required=True)
    revision = fields.Integer(required=True, metadata={"description": "Of the catalog."})
