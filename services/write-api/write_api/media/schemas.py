"""Pictures on the wire."""

from marshmallow import Schema, fields


class Source(Schema):
    """A picture in one format."""

    type = fields.String(required=True, metadata={"description": "Its media type.", "example": "image/avif"})
    srcset = fields.String(required=True, metadata={"description": "Its widths, narrowest first."})


class UploadedMedia(Schema):
    """A picture that can be shown."""

    media = fields.String(required=True, metadata={"description": "SHA-256 of the picture, in hexadecimal."})
    url = fields.String(required=True, metadata={"description": "The largest rendition, as JPEG."})
    width = fields.Integer(required=True, metadata={"description": "Pixels of the original."})
    height = fields.Integer(required=True, metadata={"description": "Pixels of the original."})
    color = fields.String(
        required=True, metadata={"description": "Its dominant color.", "example": "#c9b8a4"}
    )
    srcset = fields.String(required=True, metadata={"description": "WebP renditions, for an `img` element."})
    sources = fields.List(
        fields.Nested(Source),
        required=True,
        metadata={"description": "Every format there is, smallest first: `source` elements of a `picture`."},
    )
