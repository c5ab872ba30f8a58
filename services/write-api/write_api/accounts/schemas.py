"""The body of an account, and what is answered where a one-time password is made."""

from marshmallow import Schema, fields, validate
from marshmallow.validate import Email

from write_api.fields import Flag, Text
from write_api.sessions.tokens import SCOPES

LONGEST_EMAIL = 254  # RFC 5321 §4.5.3.1.3, as erratum 1690 reads it
ROLE = validate.OneOf(list(SCOPES))


class EmailAddress(Text):
    """An address to log in with."""

    def __init__(self, *, required: bool = False) -> None:
        super().__init__(LONGEST_EMAIL, shortest=3, validate=Email(), required=required)


class AccountSchema(Schema):
    """An account as it is made."""

    email = EmailAddress(required=True)
    name = Text(200, load_default="")
    role = fields.String(required=True, validate=ROLE)


class AccountChangeSchema(Schema):
    """What can be changed of an account: any of it. Who is disabled cannot log in; all their sessions end."""

    email = EmailAddress()
    name = Text(200)
    role = fields.String(validate=ROLE)
    disabled = Flag()
