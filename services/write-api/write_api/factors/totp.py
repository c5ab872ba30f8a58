"""Codes of an app (RFC 6238): six digits for thirty seconds, of a secret that only it and we have."""

import hashlib
import hmac
import os
import time
from uuid import UUID

import pyotp
import structlog
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

UNREADABLE = "totp_secret_unreadable"
ISSUER = "mstore"
STEP = 30
NEIGHBOURS = (0, -1, 1)  # clocks differ, and people type slowly (RFC 6238 §5.2)
NONCE = 12


log = structlog.get_logger(__name__)


class Cipher:
    """Keeps secrets so that who has the database, but not our key, has none (AES-256-GCM)."""

    def __init__(self, key: str) -> None:
        self._aes = AESGCM(hashlib.sha256(key.encode()).digest())

    def encrypt(self, secret: str, account_id: UUID) -> bytes:
        """What to keep: it can be read for this account alone."""
        nonce = os.urandom(NONCE)
        return nonce + self._aes.encrypt(nonce, secret.encode(), account_id.bytes)

    def decrypt(self, kept: bytes, account_id: UUID) -> str | None:
        """The secret; None, and a line in the log, where it is another's or our key is another."""
        try:
            return self._aes.decrypt(kept[:NONCE], kept[NONCE:], account_id.bytes).decode()
        except InvalidTag:
            log.exception(UNREADABLE, account=str(account_id))
            return None


def new_secret() -> str:
    """160 random bits in base 32, as apps take them."""
    return pyotp.random_base32()


def uri(secret: str, email: str) -> str:
    """What a QR code for the app holds."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def now() -> float:
    """Seconds since 1970."""
    return time.time()


def step_of(secret: str | None, code: str, last_step: int) -> int | None:
    """The step that the code is of; None for a wrong one, and for one that is no later than the last used."""
    if secret is None:
        return None
    steps = (int(now()) // STEP + neighbour for neighbour in NEIGHBOURS)
    totp = pyotp.TOTP(secret)
    right = [step for step in steps if hmac.compare_digest(totp.generate_otp(step), code)]
    return next((step for step in right if step > last_step), None)
