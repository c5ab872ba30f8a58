"""Signs access tokens: EdDSA JWTs (RFC 8037) whose key id is the key's thumbprint (RFC 7638)."""

import base64
import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from jwt.algorithms import OKPAlgorithm

from service_defaults.bearer import ALGORITHM, ISSUER

PEM = re.compile(rb"-----BEGIN [A-Z ]+-----.*?-----END [A-Z ]+-----", re.DOTALL)
Jwk = dict[str, str]


@dataclass(frozen=True)
class Subject:
    """Whom a token speaks for. `session` is the family of refresh tokens it came from, `key` the API key."""

    id: str
    name: str
    role: str
    session: str | None = None
    key: str | None = None


@dataclass(frozen=True)
class SigningKeys:
    """Ed25519 keys: the first signs, and all verify, so that one can follow another."""

    keys: tuple[Ed25519PrivateKey, ...]

    @classmethod
    def read(cls, path: Path) -> "SigningKeys":
        """The keys in a PEM file. Raises ValueError when the file holds anything else, or nothing."""
        keys = tuple(_key(pem, path) for pem in PEM.findall(path.read_bytes()))
        if not keys:
            raise ValueError(f"{path} holds no private key in PEM")
        return cls(keys)

    @property
    def kid(self) -> str:
        """The id under which the public half of the key that signs is published."""
        return _thumbprint(self.keys[0])

    def sign(self, subject: Subject, scopes: Iterable[str], lifetime: timedelta) -> str:
        """A token for `subject`, good from now on for `lifetime`."""
        now = datetime.now(UTC)
        claims = {
            "iss": ISSUER,
            "sub": subject.id,
            "name": subject.name,
            "role": subject.role,
            "sid": subject.session,
            "key": subject.key,
            "scope": " ".join(scopes),
            "iat": now,
            "exp": now + lifetime,
        }
        present = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(present, self.keys[0], ALGORITHM, headers={"kid": self.kid})

    def public_key_set(self) -> dict[str, list[Jwk]]:
        """The JWK set (RFC 7517) by which anyone can verify what these keys signed."""
        shown = ({**_jwk(key), "kid": _thumbprint(key), "alg": ALGORITHM, "use": "sig"} for key in self.keys)
        return {"keys": list(shown)}


def _key(pem: bytes, path: Path) -> Ed25519PrivateKey:
    try:
        private = load_pem_private_key(pem, password=None)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{path} holds no private key in PEM") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise ValueError(f"{path} holds a key of another kind than Ed25519")  # noqa: TRY004 (the file's fault)
    return private


def _jwk(private: Ed25519PrivateKey) -> Jwk:
    jwk: Jwk = OKPAlgorithm.to_jwk(private.public_key(), as_dict=True)
    return {name: jwk[name] for name in ("crv", "kty", "x")}


def _thumbprint(private: Ed25519PrivateKey) -> str:
    canonical = json.dumps(_jwk(private), separators=(",", ":"), sort_keys=True).encode()
    return base64.urlsafe_b64encode(hashlib.sha256(canonical).digest()).rstrip(b"=").decode()
