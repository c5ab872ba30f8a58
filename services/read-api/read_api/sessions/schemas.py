"""Sessions on the wire."""

from marshmallow import Schema, fields

from read_api.accounts.schemas import AccountName


class SessionShown(Schema):
    """A session that can go on."""

    id = fields.UUID(required=True, metadata={"description": "The `sid` of its access tokens."})
    account = fields.Nested(AccountName, required=True)
    began_at = fields.DateTime(required=True)
    last_used_at = fields.DateTime(
        required=True, metadata={"description": "When it got its newest access token: every ten minutes."}
    )
    expires_at = fields.DateTime(required=True, metadata={"description": "When it ends unless it is used."})
    address = fields.String(required=True, allow_none=True, metadata={"description": "Where it was then."})
    user_agent = fields.String(required=True, allow_none=True)
    second_factor = fields.String(
        required=True, allow_none=True, metadata={"description": "What was shown beside the password."}
    )


class Sessions(Schema):
    """Sessions, the newest first; a thousand at most."""

    items = fields.List(fields.Nested(SessionShown), required=True)
