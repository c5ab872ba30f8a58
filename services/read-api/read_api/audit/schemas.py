"""The audit on the wire."""

from marshmallow import Schema, fields

from read_api.accounts.schemas import AccountName


class AuditEvent(Schema):
    """Something that was done with an account, or tried."""

    id = fields.Integer(required=True)
    at = fields.DateTime(required=True)
    event = fields.String(required=True, metadata={"description": "What happened: docs/access.md names all."})
    account = fields.Nested(
        AccountName, required=True, allow_none=True, metadata={"description": "Whose account it is about."}
    )
    actor = fields.String(
        required=True, metadata={"description": "An account's id, `anonymous`, or the name of a command."}
    )
    actor_email = fields.String(required=True, allow_none=True)
    address = fields.String(required=True, allow_none=True)
    user_agent = fields.String(required=True, allow_none=True)
    request_id = fields.String(required=True, allow_none=True)
    detail = fields.Dict(required=True, metadata={"description": "What else is known of it."})


class Audit(Schema):
    """Events, the newest first."""

    items = fields.List(fields.Nested(AuditEvent), required=True)
    next = fields.Integer(
        required=True, allow_none=True, metadata={"description": "For `before`, to ask for older ones."}
    )
