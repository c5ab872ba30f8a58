"""What an error looks like, described: `service_defaults.problems` makes them."""

from marshmallow import Schema, fields


class Fault(Schema):
    """One thing that is wrong with a request."""

    pointer = fields.String(metadata={"description": "The place in the body at fault (RFC 6901)."})
    parameter = fields.String(metadata={"description": "The query parameter at fault."})
    header = fields.String(metadata={"description": "The header at fault."})
    detail = fields.String(required=True, metadata={"description": "What is wrong with it."})


class Problem(Schema):
    """An error (RFC 9457)."""

    type = fields.Url(required=True, metadata={"description": "Names the kind of problem."})
    title = fields.String(required=True, metadata={"description": "The same in words."})
    status = fields.Integer(required=True, metadata={"description": "The status of the answer."})
    detail = fields.String(required=True, metadata={"description": "What happened to this request."})
    instance = fields.String(required=True, metadata={"description": "The path that was asked."})
    errors = fields.List(
        fields.Nested(Fault), allow_none=True, metadata={"description": "Each fault, where there are some."}
    )
