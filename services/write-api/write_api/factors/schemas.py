"""Second factors on the wire."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from write_api.batch.schemas import Object
from write_api.fields import Text
from write_api.sessions.schemas import SECRET

CODE = validate.Regexp(r"[0-9]{6}\Z", error="Six digits.")
WAYS = ("totp", "recovery_code", "passkey")


class OwnPassword(Schema):
    """Shown anew for what changes how one logs in."""

    current_password = fields.String(required=True, validate=SECRET)


class CodeSchema(Schema):
    """What the app shows now."""

    code = fields.String(required=True, validate=CODE)


class TicketSchema(Schema):
    """What was given for the first step."""

    ticket = fields.String(required=True, validate=SECRET)


class SecondFactorSchema(TicketSchema):
    """The second step of a login: the ticket of the first, and one of the three."""

    totp = fields.String(validate=CODE)
    recovery_code = fields.String(validate=validate.Length(max=100))
    passkey = Object(metadata={"description": "What `navigator.credentials.get` answered, as JSON."})

    @validates_schema
    def _one_of(self, data: dict[str, Any], **_: Any) -> None:
        if sum(name in data for name in WAYS) != 1:
            raise ValidationError(f"Send one of {', '.join(WAYS)}.")


class PasskeySchema(TicketSchema):
    """A passkey that an authenticator made."""

    name = Text(200, shortest=1, required=True)
    credential = Object(
        required=True, metadata={"description": "What `navigator.credentials.create` answered, as JSON."}
    )


class TotpBegun(Schema):
    """For the app."""

    secret = fields.String(required=True)
    uri = fields.String(required=True, metadata={"description": "What a QR code for the app holds."})


class RecoveryCodes(Schema):
    """Ten codes, which are shown only now: each opens the account once, in place of a factor."""

    recovery_codes = fields.List(fields.String(), required=True)


class FactorAdded(Schema):
    """A factor, and the recovery codes with the first; null where there are some."""

    recovery_codes = fields.List(fields.String(), required=True, allow_none=True)


class PasskeyAdded(FactorAdded):
    """A passkey."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)


class PasskeyOptions(Schema):
    """What to ask an authenticator for."""

    ticket = fields.String(required=True)
    options = Object(
        required=True,
        metadata={"description": "For `PublicKeyCredential.parse…OptionsFromJSON` of the browser."},
    )
