"""Accounts on the wire."""

from marshmallow import Schema, fields
from marshmallow.validate import OneOf

ROLES = ("owner", "editor", "viewer")
FACTORS = ("totp", "passkey")


class Account(Schema):
    """Somebody who may log in."""

    id = fields.UUID(required=True)
    email = fields.String(required=True)
    name = fields.String(required=True)
    role = fields.String(required=True, validate=OneOf(ROLES))
    disabled_at = fields.DateTime(
        required=True, allow_none=True, metadata={"description": "Since when nobody logs in with it."}
    )
    password_change_required = fields.Boolean(
        required=True, metadata={"description": "Its password is for one time."}
    )
    second_factors = fields.List(
        fields.String(validate=OneOf(FACTORS)),
        required=True,
        metadata={"description": "What it asks for beside the password, one of these."},
    )
    created_at = fields.DateTime(required=True)
    updated_at = fields.DateTime(required=True)
    version = fields.Integer(required=True, metadata={"description": "The number in its `ETag`."})


class Passkey(Schema):
    """A passkey, as people tell them apart."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    created_at = fields.DateTime(required=True)
    last_used_at = fields.DateTime(required=True, allow_none=True)


class OwnAccount(Account):
    """The account that asks."""

    passkeys = fields.List(fields.Nested(Passkey), required=True)
    recovery_codes_left = fields.Integer(required=True)


class Accounts(Schema):
    """Every account."""

    items = fields.List(fields.Nested(Account), required=True)


class AccountName(Schema):
    """Whose something is."""

    id = fields.UUID(required=True)
    email = fields.String(required=True)
    name = fields.String(required=True)
