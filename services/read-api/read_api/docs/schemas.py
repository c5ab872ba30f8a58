"""What every route may answer besides what it is for."""

from marshmallow import Schema, fields


class Fault(Schema):
    """One thing that is wrong with a request."""

    parameter = fields.String(metadata={"description": "The query parameter at fault."})
    header = fields.String(metadata={"description": "The header at fault."})
    detail = fields.String(required=True)


class Problem(Schema):
    """An error (RFC 9457)."""

    type = fields.Url(required=True, metadata={"example": "https://mstore.com/problems/not-found"})
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    instance = fields.String(required=True)
    errors = fields.List(fields.Nested(Fault))
