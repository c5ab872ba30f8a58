"""The bodies of sessions and passwords. What is secret is taken as it is, neither trimmed nor normalized."""

from marshmallow import Schema, fields, validate

from write_api.fields import Text

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
