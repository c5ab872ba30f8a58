"""The key pair that signs access tokens: Ed25519 (RFC 8037), published as a JWK set (RFC 7517)."""

import base64
import hashlib
import json

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)


def new_signing_key() -> str:
    """A new private key as PKCS #8 PEM."""
    key = Ed25519PrivateKey.generate()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def public_key_set(signing_key: str) -> dict[str, list[dict[str, str]]]:
    """The JWK set that verifies what the private key (PEM) signs; raises TypeError for another kind."""
    key = load_pem_private_key(signing_key.encode(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError("The signing key is not an Ed25519 key.")
    public = _base64url(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))
    jwk = {"crv": "Ed25519", "kty": "OKP", "x": public}
    return {"keys": [{**jwk, "kid": thumbprint(jwk), "alg": "EdDSA", "use": "sig"}]}


def thumbprint(jwk: dict[str, str]) -> str:
    """The JWK thumbprint (RFC 7638) of a key given with its required members only."""
    canonical = json.dumps(jwk, separators=(",", ":"), sort_keys=True)
    return _base64url(hashlib.sha256(canonical.encode()).digest())


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
