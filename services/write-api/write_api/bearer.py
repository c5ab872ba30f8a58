"""What the access token of a request says beside who its caller is: the session or key that it came from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import g

from write_api.refusals import NotOfASession


@dataclass(frozen=True)
class Bearer:
    """An account, and what its token came from: a session, or a key."""

    account_id: UUID
    role: str
    session_id: UUID | None
    key_id: UUID | None


def bearer() -> Bearer | None:
    """Of the request being answered; None where it has no token, or one that is of no account."""
    if "caller" not in g:
        return None
    claims = g.caller.claims
    session_id, key_id = _uuid(claims, "sid"), _uuid(claims, "key")
    if session_id is None and key_id is None:
        return None
    return Bearer(UUID(claims["sub"]), claims["role"], session_id, key_id)


def of_a_session() -> tuple[UUID, UUID]:
    """The account and the session of who logged in. Raises NotOfASession for everyone else."""
    found = bearer()
    if found is None or found.session_id is None:
        raise NotOfASession
    return found.account_id, found.session_id


def _uuid(claims: Mapping[str, Any], name: str) -> UUID | None:
    return UUID(claims[name]) if name in claims else None
