"""Decides what who logs in is given: an access token for minutes, a refresh token for weeks."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from write_api.sessions.models import Account, RefreshToken
from write_api.sessions.signing import SigningKey, Subject

ACCESS_LIFETIME = timedelta(minutes=10)
REFRESH_LIFETIME = timedelta(days=30)
SCOPES = {
    "owner": ("catalog:read", "catalog:write", "accounts:write", "account"),
    "editor": ("catalog:read", "catalog:write", "account"),
    "viewer": ("catalog:read", "account"),
}
# With a one-time password all that one can do is to choose another.
ONE_TIME_SCOPES = ("account",)


def new_refresh_token(
    session: Session, account: Account, family: UUID | None = None
) -> tuple[RefreshToken, str]:
    """A refresh token of this family, or of a new one: its row, and the token, which is shown only now."""
    token = secrets.token_urlsafe(32)
    row = RefreshToken(
        account=account,
        family=family or uuid4(),
        token_hash=hash_token(token),
        expires_at=datetime.now(UTC) + REFRESH_LIFETIME,
    )
    session.add(row)
    return row, token


def hash_token(token: str) -> bytes:
    """The SHA-256 by which a refresh token is found: 256 random bits need no salt."""
    return hashlib.sha256(token.encode()).digest()


def access_token(key: SigningKey, account: Account, family: UUID) -> str:
    """A token with the scopes of the account's role."""
    scopes = ONE_TIME_SCOPES if account.password_change_required else SCOPES[account.role]
    subject = Subject(str(account.id), account.name or account.email, account.role, str(family))
    return key.sign(subject, scopes, ACCESS_LIFETIME)
