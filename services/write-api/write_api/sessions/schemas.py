"""Sessions and passwords on the wire. What is secret is taken as it is, neither trimmed nor normalized."""

from marshmallow import Schema, fields, validate

from write_api.fields import Text
from write_api.sessions.tokens import SCOPES

SHORTEST_PASSWORD = 12
LONGEST_SECRET = 1000
SECRET = validate.Length(max=LONGEST_SECRET)
NEW_PASSWORD = validate.Length(SHORTEST_PASSWORD, LONGEST_SECRET)


class CredentialsSchema(Schema):
    """What one logs in with."""

    email = Text(LONGEST_SECRET, required=True)
    password = fields.String(required=True, validate=SECRET)


class RefreshTokenSchema(Schema):
    """What one goes on with, or logs out with."""

    refresh_token = fields.String(required=True, validate=SECRET)


class PasswordSchema(Schema):
    """The password one has, and the one to have."""

    current_password = fields.String(required=True, validate=SECRET)
    new_password = fields.String(required=True, validate=NEW_PASSWORD)


class AccountReference(Schema):
    """Who is logged in."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    email = fields.String(required=True)
    role = fields.String(required=True, validate=validate.OneOf(list(SCOPES)))


class LoggedIn(Schema):
    """A session as it stands."""

    access_token = fields.String(required=True, metadata={"description": "For `Authorization: Bearer`."})
    token_type = fields.String(required=True, validate=validate.Equal("Bearer"))
    expires_in = fields.Integer(required=True, metadata={"description": "Seconds it is good for."})
    refresh_token = fields.String(required=True, metadata={"description": "For the next access token, once."})
    account = fields.Nested(AccountReference, required=True)
    password_change_required = fields.Boolean(
        required=True, metadata={"description": "The password was for one time: choose another first."}
    )
