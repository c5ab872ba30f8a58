"""The body of the shop's settings."""

from typing import Any

from marshmallow import Schema, fields, validate, validates
from marshmallow.validate import Email

from write_api.bodies import load
from write_api.fields import Text
from write_api.representations import Document


class SettingsSchema(Schema):
    """Settings as they are written: any of them."""

    name = Text(100, shortest=1)
    tagline = Text(200)
    about = Text(10_000, lines=True)
    currency = fields.String(validate=validate.Regexp(r"[A-Z]{3}\Z", error="Not a code of ISO 4217."))
    locale = fields.String(
        validate=validate.Regexp(
            r"[a-z]{2,3}(-[A-Z][A-Za-z0-9]{1,7})*\Z", error="Not a locale such as en or de-AT."
        )
    )
    contact_email = Text(254)

    @validates("contact_email")
    def _address_or_none(self, address: str, **_: Any) -> None:
        if address:
            Email()(address)


def settings_fields(patch: Document) -> dict[str, str]:
    """The settings that a merge patch gives; none can be null. Raises Problem 422 with every fault."""
    wanted: dict[str, str] = load(SettingsSchema, patch)
    return wanted
