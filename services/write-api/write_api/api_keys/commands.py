"""What can be done with keys. Commands flush and never commit; `refusals` names what they refuse."""

import secrets
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from write_api.api_keys.models import ApiKey
from write_api.audit.commands import record
from write_api.audit.events import Event
from write_api.origin import Origin
from write_api.refusals import NoSuchKey, TooManyKeys, Unacceptable, WrongKey
from write_api.sessions.models import Account
from write_api.sessions.tokens import SCOPES, hash_token
from write_api.throttling.commands import begin_attempt
from write_api.throttling.limits import OF_ADDRESS

SCHEME = "mstore_"  # by which scanners of published code tell what they found
PREFIX_LENGTH = len(SCHEME) + 6
MOST_KEYS = 50
# No key makes accounts, keys or passwords: who has found one must not be able to stay.
OF_KEYS = ("catalog:read", "catalog:write", "accounts:read")


def make_key(
    session: Session,
    origin: Origin,
    account_id: UUID,
    *,
    name: str,
    scopes: list[str],
    expires_at: datetime | None,
) -> tuple[ApiKey, str]:
    """Add a key of the account: its row, and the key, shown only now. Raises TooManyKeys, Unacceptable."""
    account = session.get_one(Account, account_id, with_for_update=True)
    for place, scope in enumerate(scopes):
        if scope not in SCOPES[account.role]:
            raise Unacceptable("You may not do this yourself.", f"/scopes/{place}")
    if expires_at is not None and expires_at <= datetime.now(UTC):
        raise Unacceptable("This is over already.", "/expires_at")
    alive = select(func.count()).where(ApiKey.account_id == account_id, ApiKey.revoked_at.is_(None))
    if (session.scalar(alive) or 0) >= MOST_KEYS:
        raise TooManyKeys(MOST_KEYS)
    token = SCHEME + secrets.token_urlsafe(32).replace("-", "_")
    row = ApiKey(
        account_id=account_id,
        name=name,
        prefix=token[:PREFIX_LENGTH],
        token_hash=hash_token(token),
        scopes=scopes,
        expires_at=expires_at,
    )
    session.add(row)
    session.flush()
    record(session, origin, Event.KEY_MADE, account_id, key=str(row.id), scopes=scopes)
    return row, token


def use_key(session: Session, origin: Origin, token: str) -> tuple[ApiKey, list[str]]:
    """The key, and what it may now: what it was made for and its account still may.

    Raises TooManyAttempts, WrongKey.
    """
    attempt = begin_attempt(session, origin, None, [OF_ADDRESS.of(origin.network)])
    key = session.scalars(select(ApiKey).where(ApiKey.token_hash == hash_token(token))).one_or_none()
    if key is None or not _is_good(key):
        attempt.failed()
        about = {"key": str(key.id)} if key else {}
        record(session, origin, Event.KEY_REFUSED, key.account_id if key else None, **about)
        raise WrongKey
    attempt.succeeded()
    if key.last_used_at is None:
        record(session, origin, Event.KEY_FIRST_USED, key.account_id, key=str(key.id))
    key.last_used_at = func.now()
    session.flush()
    return key, [scope for scope in key.scopes if scope in SCOPES[key.account.role]]


def revoke_key(session: Session, origin: Origin, key_id: UUID, account_id: UUID | None) -> None:
    """End a key; any, or only one of this account. Raises NoSuchKey. One that was revoked stays so."""
    key = session.get(ApiKey, key_id, with_for_update=True)
    if key is None or account_id not in (None, key.account_id):
        raise NoSuchKey
    if key.revoked_at is None:
        key.revoked_at = func.now()
        session.flush()
        record(session, origin, Event.KEY_REVOKED, key.account_id, key=str(key_id))


def _is_good(key: ApiKey) -> bool:
    is_over = key.expires_at is not None and key.expires_at <= datetime.now(UTC)
    is_revoked = key.revoked_at is not None or key.account.disabled_at is not None
    return not (is_over or is_revoked or key.account.password_change_required)
