"""The shop's settings on the wire."""

from marshmallow import Schema, fields


class ShopSettings(Schema):
    """What the shop says about itself."""

    name = fields.String(required=True)
    tagline = fields.String(required=True)
    about = fields.String(required=True)
    currency = fields.String(required=True, metadata={"description": "ISO 4217 code of the prices."})
    locale = fields.String(required=True, metadata={"description": "BCP 47 tag of the shop's language."})
    contact_email = fields.String(required=True)
    revision = fields.Integer(required=True, metadata={"description": "At which any of them last changed."})
