"""Signs access tokens: EdDSA JWTs (RFC 8037) whose key id is the key's thumbprint (RFC 7638)."""

import base64
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from jwt.algorithms import OKPAlgorithm

from service_defaults.bearer import ALGORITHM, ISSUER


@dataclass(frozen=True)
class Subject:
    """Whom a token speaks for. `session` is the family of refresh tokens it came from, if any."""

    id: str
    name: str
    role: str
    session: str | None = None


@dataclass(frozen=True)
class SigningKey:
    """An Ed25519 key and the id under which its public half is published."""

    private: Ed25519PrivateKey
    kid: str

    @classmethod
    def read(cls, path: Path) -> "SigningKey":
        """The key in a PEM file. Raises ValueError when the file holds anything else."""
        try:
            private = load_pem_private_key(path.read_bytes(), password=None)
        except (TypeError, ValueError) as error:
            raise ValueError(f"{path} holds no private key in PEM") from error
        if not isinstance(private, Ed25519PrivateKey):
            raise ValueError(f"{path} holds a key of another kind than Ed25519")  # noqa: TRY004 (pydantic's way)
        return cls(private, _thumbprint(private))

    def sign(self, subject: Subject, scopes: Iterable[str], lifetime: timedelta) -> str:
        """A token for `subject`, good from now on for `lifetime`."""
        now = datetime.now(UTC)
        claims = {
            "iss": ISSUER,
            "sub": subject.id,
            "name": subject.name,
            "role": subject.role,
            "sid": subject.session,
            "scope": " ".join(scopes),
            "iat": now,
            "exp": now + lifetime,
        }
        present = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(present, self.private, ALGORITHM, headers={"kid": self.kid})

    def public_key_set(self) -> dict[str, list[dict[str, str]]]:
        """The JWK set (RFC 7517) by which anyone can verify what this key signed."""
        return {"keys": [{**_jwk(self.private), "kid": self.kid, "alg": ALGORITHM, "use": "sig"}]}


def _jwk(private: Ed25519PrivateKey) -> dict[str, str]:
    jwk: dict[str, str] = OKPAlgorithm.to_jwk(private.public_key(), as_dict=True)
    return {name: jwk[name] for name in ("crv", "kty", "x")}


def _thumbprint(private: Ed25519PrivateKey) -> str:
    canonical = json.dumps(_jwk(private), separators=(",", ":"), sort_keys=True).encode()
    return base64.urlsafe_b64encode(hashlib.sha256(canonical).digest()).rstrip(b"=").decode()
