"""Keys on the wire; never the key itself."""

from marshmallow import Schema, fields

from read_api.accounts.schemas import AccountName


class ApiKey(Schema):
    """A key of another service."""

    id = fields.UUID(required=True)
    account = fields.Nested(AccountName, required=True)
    name = fields.String(required=True)
    prefix = fields.String(required=True, metadata={"description": "Its beginning, to tell keys apart."})
    scopes = fields.List(fields.String(), required=True)
    created_at = fields.DateTime(required=True)
    expires_at = fields.DateTime(required=True, allow_none=True)
    last_used_at = fields.DateTime(required=True, allow_none=True)
    revoked_at = fields.DateTime(required=True, allow_none=True)


class ApiKeys(Schema):
    """Keys, the newest first; a thousand at most."""

    items = fields.List(fields.Nested(ApiKey), required=True)
