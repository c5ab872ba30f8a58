"""The keys that sign access tokens: Ed25519 (RFC 8037), published as a JWK set (RFC 7517).

A file may hold several: the first signs, and all verify.
"""

import base64
import hashlib
import json
import re

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

PEM = re.compile(r"-----BEGIN [A-Z ]+-----.*?-----END [A-Z ]+-----\n?", re.DOTALL)


def new_signing_key() -> str:
    """A new private key as PKCS #8 PEM."""
    key = Ed25519PrivateKey.generate()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def split(signing_keys: str) -> list[str]:
    """Each private key of a file, as PEM."""
    return PEM.findall(signing_keys)


def public_key_set(signing_keys: str) -> dict[str, list[dict[str, str]]]:
    """The JWK set that verifies what these private keys (PEM) sign.

    Raises ValueError where there is none, TypeError for another kind.
    """
    keys = [_public_half(each) for each in split(signing_keys)]
    if not keys:
        raise ValueError("There is no private key in PEM.")
    return {"keys": keys}


def _public_half(signing_key: str) -> dict[str, str]:
    key = load_pem_private_key(signing_key.encode(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError("The signing key is not an Ed25519 key.")
    public = _base64url(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))
    jwk = {"crv": "Ed25519", "kty": "OKP", "x": public}
    return {**jwk, "kid": thumbprint(jwk), "alg": "EdDSA", "use": "sig"}


def thumbprint(jwk: dict[str, str]) -> str:
    """The JWK thumbprint (RFC 7638) of a key given with its required members only."""
    canonical = json.dumps(jwk, separators=(",", ":"), sort_keys=True)
    return _base64url(hashlib.sha256(canonical.encode()).digest())


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
