"""Passkeys (W3C Web Authentication): what is asked of an authenticator, and whether its answer is right."""

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import webauthn
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from write_api.factors.models import Passkey
from write_api.sessions.models import Account

NAME = "mstore"
CHALLENGE_BYTES = 32
TRANSPORTS = {each.value for each in AuthenticatorTransport}
# Somebody has shown a password already, so that a key which asks for no PIN is a second factor too.
VERIFICATION = UserVerificationRequirement.PREFERRED
RESIDENT = AuthenticatorSelectionCriteria(
    resident_key=ResidentKeyRequirement.PREFERRED, user_verification=VERIFICATION
)
WRONG = (WebAuthnException, ValueError, KeyError, TypeError)

Document = dict[str, Any]


@dataclass(frozen=True)
class NewPasskey:
    """What a registration brought."""

    credential_id: bytes
    public_key: bytes
    sign_count: int
    transports: list[str]


@dataclass(frozen=True)
class RelyingParty:
    """The domain that passkeys are made for, and the pages that may use them."""

    domain: str
    origins: tuple[str, ...]

    def creation(self, account: Account, known: Iterable[Passkey]) -> tuple[Document, bytes]:
        """The options for `navigator.credentials.create`, and their challenge."""
        challenge = secrets.token_bytes(CHALLENGE_BYTES)
        options = webauthn.generate_registration_options(
            rp_id=self.domain,
            rp_name=NAME,
            user_id=account.id.bytes,
            user_name=account.email,
            user_display_name=account.name or account.email,
            challenge=challenge,
            authenticator_selection=RESIDENT,
            exclude_credentials=_described(known),
        )
        return json.loads(webauthn.options_to_json(options)), challenge

    def created(self, credential: Document, challenge: bytes) -> NewPasskey | None:
        """What the authenticator made; None where it did not answer this challenge, or not to us."""
        try:
            made = webauthn.verify_registration_response(
                credential=credential,
                expected_challenge=challenge,
                expected_rp_id=self.domain,
                expected_origin=list(self.origins),
            )
            told = credential["response"].get("transports") or []
            transports = [each for each in told if each in TRANSPORTS]
        except WRONG:
            return None
        return NewPasskey(made.credential_id, made.credential_public_key, made.sign_count, transports)

    def request(self, known: Iterable[Passkey]) -> tuple[Document, bytes]:
        """The options for `navigator.credentials.get`, and their challenge."""
        challenge = secrets.token_bytes(CHALLENGE_BYTES)
        options = webauthn.generate_authentication_options(
            rp_id=self.domain,
            challenge=challenge,
            allow_credentials=_described(known),
            user_verification=VERIFICATION,
        )
        return json.loads(webauthn.options_to_json(options)), challenge

    def used(self, credential: Document, challenge: bytes, passkey: Passkey) -> int | None:
        """What the passkey has counted; None where it is not this one, or one that counts back (§6.1.1)."""
        try:
            shown = webauthn.verify_authentication_response(
                credential=credential,
                expected_challenge=challenge,
                expected_rp_id=self.domain,
                expected_origin=list(self.origins),
                credential_public_key=passkey.public_key,
                credential_current_sign_count=passkey.sign_count,
            )
        except WRONG:
            return None
        return shown.new_sign_count


def credential_id(credential: Document) -> bytes | None:
    """Which passkey answers."""
    try:
        return webauthn.base64url_to_bytes(credential["rawId"])
    except WRONG:
        return None


def _described(passkeys: Iterable[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(
            id=passkey.credential_id, transports=[AuthenticatorTransport(each) for each in passkey.transports]
        )
        for passkey in passkeys
    ]
