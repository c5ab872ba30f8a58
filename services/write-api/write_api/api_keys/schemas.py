"""Keys on the wire."""

from marshmallow import Schema, fields, validate

from write_api.api_keys.commands import OF_KEYS
from write_api.fields import Items, Text
from write_api.sessions.schemas import SECRET

SCOPE = validate.OneOf(OF_KEYS)


class ApiKeySchema(Schema):
    """A key as it is made: what it is for, what it may, and until when; for ever unless that is given."""

    name = Text(200, shortest=1, required=True)
    scopes = Items(fields.String(validate=SCOPE), most=len(OF_KEYS), least=1, distinct=True, required=True)
    expires_at = fields.AwareDateTime(load_default=None, allow_none=True)


class ApiKeyMade(Schema):
    """A key, which is shown only now."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    prefix = fields.String(required=True, metadata={"description": "Its beginning, to tell keys apart."})
    scopes = fields.List(fields.String(), required=True)
    created_at = fields.DateTime(required=True)
    expires_at = fields.DateTime(required=True, allow_none=True)
    api_key = fields.String(required=True, metadata={"description": "The key: for `POST /v1/tokens`."})


class KeySchema(Schema):
    """What is exchanged for an access token."""

    api_key = fields.String(required=True, validate=SECRET)


class AccessToken(Schema):
    """An access token; the members are those of RFC 6749 §5.1."""

    access_token = fields.String(required=True, metadata={"description": "For `Authorization: Bearer`."})
    token_type = fields.String(required=True, validate=validate.Equal("Bearer"))
    expires_in = fields.Integer(required=True, metadata={"description": "Seconds it is good for."})
    scope = fields.String(required=True, metadata={"description": "What it may, with blanks between."})
