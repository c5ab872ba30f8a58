"""What can be done with accounts and sessions. Commands flush and never commit."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from write_api.refusals import SessionOver, SessionReused, Unacceptable, WrongCredentials
from write_api.sessions.models import Account, RefreshToken
from write_api.sessions.passwords import hash_password, is_outdated, is_right
from write_api.sessions.tokens import hash_token, new_refresh_token


@dataclass(frozen=True)
class LogIn:
    """A session as it stands: whose, of which family, and the refresh token for its next use."""

    account: Account
    family: UUID
    refresh_token: str


def log_in(session: Session, email: str, password: str) -> LogIn:
    """Begin a session. Raises WrongCredentials, after the same time whether there is the account or not."""
    wanted = select(Account).where(func.lower(Account.email) == email.lower(), Account.disabled_at.is_(None))
    # Locked, so that no password is right that is being changed.
    account = session.scalars(wanted.with_for_update(read=True, key_share=True)).one_or_none()
    if not is_right(password, account.password_hash if account else None) or account is None:
        raise WrongCredentials
    if is_outdated(account.password_hash):
        account.password_hash = hash_password(password)
    return _go_on(session, account)


def refresh_session(session: Session, refresh_token: str) -> LogIn:
    """Exchange a refresh token for the next. Raises SessionOver; SessionReused, which ends the session."""
    used = _find(session, refresh_token)
    if used is None or used.revoked_at or used.account.disabled_at or used.expires_at <= datetime.now(UTC):
        raise SessionOver
    if used.used_at:
        _revoke(session, RefreshToken.family == used.family)
        raise SessionReused
    used.used_at = func.now()
    return _go_on(session, used.account, used.family)


def end_session(session: Session, refresh_token: str) -> None:
    """Log out. A token that is unknown has nothing to end."""
    known = _find(session, refresh_token)
    if known:
        _revoke(session, RefreshToken.family == known.family)


def change_password(
    session: Session, account_id: UUID, family: UUID, *, current_password: str, new_password: str
) -> None:
    """Choose another password, and end every other session of the account. Raises Unacceptable."""
    account = session.get(Account, account_id, with_for_update=True)
    if account is None or not is_right(current_password, account.password_hash):
        raise Unacceptable("This is not your password.", "/current_password")
    if new_password == current_password:
        raise Unacceptable("Choose another one.", "/new_password")
    account.password_hash = hash_password(new_password)
    account.password_change_required = False
    session.flush()
    _revoke(session, (RefreshToken.account_id == account_id) & (RefreshToken.family != family))


def create_owner(session: Session, email: str, password: str, *, one_time: bool) -> bool:
    """Add the first owner; False, and nothing, when there is an owner."""
    if session.scalar(select(Account.id).where(Account.role == "owner").limit(1)) is not None:
        return False
    session.add(
        Account(
            email=email,
            name="",
            role="owner",
            password_hash=hash_password(password),
            password_change_required=one_time,
        )
    )
    session.flush()
    return True


def _find(session: Session, token: str) -> RefreshToken | None:
    # The account is locked, so that of two who use one session at the same time one is the second, and sees
    # all that the first made of it.
    is_it = RefreshToken.token_hash == hash_token(token)
    owner = select(RefreshToken.account_id).where(is_it).scalar_subquery()
    session.execute(select(Account.id).where(Account.id == owner).with_for_update())
    return session.scalars(select(RefreshToken).where(is_it)).one_or_none()


def _go_on(session: Session, account: Account, family: UUID | None = None) -> LogIn:
    """Give out the next token; forget the account's that are expired, which would otherwise stay for ever."""
    expired = (RefreshToken.account_id == account.id) & (RefreshToken.expires_at <= func.now())
    session.execute(delete(RefreshToken).where(expired))
    row, token = new_refresh_token(session, account, family)
    session.flush()
    return LogIn(account, row.family, token)


def _revoke(session: Session, which: ColumnElement[bool]) -> None:
    session.execute(
        update(RefreshToken).where(which, RefreshToken.revoked_at.is_(None)).values(revoked_at=func.now())
    )
