"""Pictures on the wire."""

from marshmallow import Schema, fields


class UploadedMedia(Schema):
    """A picture that can be shown."""

    media = fields.String(required=True, metadata={"description": "SHA-256 of the picture, in hexadecimal."})
    url = fields.String(required=True, metadata={"description": "The largest rendition, as JPEG."})
    width = fields.Integer(required=True, metadata={"description": "Pixels of the original."})
    height = fields.Integer(required=True, metadata={"description": "Pixels of the original."})
    color = fields.String(required=True, metadata={"description": "Its average color.", "example": "#c9b8a4"})
    srcset = fields.String(required=True, metadata={"description": "WebP renditions, for an `img` element."})
