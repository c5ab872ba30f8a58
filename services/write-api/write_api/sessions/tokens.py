"""Decides what who logs in is given: an access token for minutes, a refresh token for weeks."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from write_api.origin import Origin
from write_api.sessions.models import Account, RefreshToken
from write_api.sessions.signing import SigningKeys, Subject

ACCESS_LIFETIME = timedelta(minutes=10)
REFRESH_LIFETIME = timedelta(days=30)
SCOPES = {
    "owner": (
        "catalog:read",
        "catalog:write",
        "accounts:read",
        "accounts:write",
        "account",
        "account:manage",
    ),
    "editor": ("catalog:read", "catalog:write", "account", "account:manage"),
    "viewer": ("catalog:read", "account", "account:manage"),
}
# With a one-time password all that one can do is to choose another: no keys and no factors are made with it.
ONE_TIME_SCOPES = ("account",)


def new_refresh_token(
    account: Account, origin: Origin, after: RefreshToken | None, factor: str | None = None
) -> tuple[RefreshToken, str]:
    """A refresh token that follows another, or begins a family: its row, and the token, shown only now."""
    token = secrets.token_urlsafe(32)
    now = datetime.now(UTC)
    row = RefreshToken(
        account=account,
        family=after.family if after else uuid4(),
        token_hash=hash_token(token),
        expires_at=now + REFRESH_LIFETIME,
        began_at=after.began_at if after else now,
        address=origin.address,
        user_agent=origin.user_agent,
        factor=after.factor if after else factor,
    )
    return row, token


def hash_token(token: str) -> bytes:
    """The SHA-256 by which a refresh token is found: 256 random bits need no salt."""
    return hashlib.sha256(token.encode()).digest()


def access_token(key: SigningKeys, account: Account, family: UUID) -> str:
    """A token with the scopes of the account's role."""
    scopes = ONE_TIME_SCOPES if account.password_change_required else SCOPES[account.role]
    return key.sign(subject_of(account, session=str(family)), scopes, ACCESS_LIFETIME)


def subject_of(account: Account, *, session: str | None = None, api_key: str | None = None) -> Subject:
    """Whom a token that came from this session, or from this key, speaks for."""
    return Subject(str(account.id), account.name or account.email, account.role, session, api_key)
