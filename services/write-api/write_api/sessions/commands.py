"""What can be done with sessions. Commands flush and never commit."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, cast, delete, false, func, select, update
from sqlalchemy.dialects.postgresql import INET
from sqlalchemy.orm import Session

from write_api.audit.commands import record
from write_api.audit.events import Event
from write_api.factors.tickets import Purpose, accepted_factors, forget_tickets, issue_ticket
from write_api.origin import Origin
from write_api.refusals import (
    NoSuchSession,
    SecondFactorRequired,
    SessionOver,
    SessionReused,
    Unacceptable,
    WrongCredentials,
    WrongPassword,
)
from write_api.sessions.models import Account, RefreshToken
from write_api.sessions.passwords import hash_password, is_outdated, is_right
from write_api.sessions.tokens import hash_token, new_refresh_token
from write_api.throttling.commands import begin_attempt
from write_api.throttling.limits import OF_ACCOUNT, OF_ADDRESS, OF_OWN_PASSWORD, OF_PAIR, Subject

CURRENT = RefreshToken.used_at.is_(None) & RefreshToken.revoked_at.is_(None)


@dataclass(frozen=True)
class LogIn:
    """A session as it stands: whose, of which family, and the refresh token for its next use."""

    account: Account
    family: UUID
    refresh_token: str


def log_in(session: Session, origin: Origin, email: str, password: str) -> LogIn:
    """Begin a session. Raises TooManyAttempts, WrongCredentials, and SecondFactorRequired.

    All is the same, and takes as long, whether there is the account or not.
    """
    wanted = select(Account).where(func.lower(Account.email) == email.lower())
    # Locked, so that no password is right that is being changed.
    account = session.scalars(wanted.with_for_update(read=True, key_share=True)).one_or_none()
    subject = account.id if account else None
    pair = OF_PAIR.of(email.lower(), origin.network)
    attempt = begin_attempt(session, origin, subject, [pair, *_others(session, origin, email.lower())])
    kept = account.password_hash if account and account.disabled_at is None else None
    if not is_right(password, kept) or account is None:
        attempt.failed()
        record(session, origin, Event.LOGIN_FAILED, subject)
        raise WrongCredentials
    attempt.succeeded(pair)
    if is_outdated(account.password_hash):
        account.password_hash = hash_password(password)
    if accepted := accepted_factors(session, account.id):
        raise SecondFactorRequired(issue_ticket(session, account.id, Purpose.LOG_IN), accepted)
    begun = go_on(session, origin, account)
    record(session, origin, Event.LOGGED_IN, account.id, session=str(begun.family))
    return begun


def refresh_session(session: Session, origin: Origin, refresh_token: str) -> LogIn:
    """Exchange a refresh token for the next. Raises SessionOver; SessionReused, which ends the session."""
    used = _find(session, refresh_token)
    if used is None or used.revoked_at or used.account.disabled_at or used.expires_at <= datetime.now(UTC):
        raise SessionOver
    if used.used_at:
        revoke(session, RefreshToken.family == used.family)
        record(session, origin, Event.REFRESH_REUSED, used.account_id, session=str(used.family))
        raise SessionReused
    used.used_at = func.now()
    return go_on(session, origin, used.account, used)


def end_session(session: Session, origin: Origin, refresh_token: str) -> None:
    """Log out. A token that is unknown has nothing to end."""
    known = _find(session, refresh_token)
    if known and revoke(session, RefreshToken.family == known.family):
        record(session, origin, Event.LOGGED_OUT, known.account_id, session=str(known.family))


def revoke_session(session: Session, origin: Origin, family: UUID, account_id: UUID | None) -> None:
    """End a session from elsewhere; any, or only one of this account. Raises NoSuchSession."""
    whose = select(RefreshToken.account_id).where(RefreshToken.family == family, CURRENT)
    owner = session.scalars(whose).one_or_none()
    if owner is None or account_id not in (None, owner):
        raise NoSuchSession
    _lock(session, owner)
    if not revoke(session, RefreshToken.family == family):
        raise NoSuchSession
    record(session, origin, Event.SESSION_REVOKED, owner, session=str(family))


def revoke_other_sessions(session: Session, origin: Origin, account_id: UUID, family: UUID) -> None:
    """End all sessions of the account but this one."""
    _lock(session, account_id)
    if revoke(session, (RefreshToken.account_id == account_id) & (RefreshToken.family != family)):
        record(session, origin, Event.SESSION_REVOKED, account_id, all_but=str(family))


def change_password(
    session: Session,
    origin: Origin,
    account_id: UUID,
    family: UUID,
    *,
    current_password: str,
    new_password: str,
) -> None:
    """Choose another password, and end every other session of the account.

    Raises TooManyAttempts, WrongPassword, Unacceptable.
    """
    account = confirm_password(session, origin, account_id, current_password)
    if new_password == current_password:
        raise Unacceptable("Choose another one.", "/new_password")
    account.password_hash = hash_password(new_password)
    account.password_change_required = False
    session.flush()
    forget_tickets(session, account_id)
    revoke(session, (RefreshToken.account_id == account_id) & (RefreshToken.family != family))
    record(session, origin, Event.PASSWORD_CHANGED, account_id)


def confirm_password(session: Session, origin: Origin, account_id: UUID, password: str) -> Account:
    """The account, locked, whose password this is. Raises TooManyAttempts, WrongPassword."""
    account = session.get_one(Account, account_id, with_for_update=True)
    subject = OF_OWN_PASSWORD.of(str(account_id))
    attempt = begin_attempt(session, origin, account_id, [subject])
    if not is_right(password, account.password_hash):
        attempt.failed()
        record(session, origin, Event.PASSWORD_REFUSED, account_id)
        raise WrongPassword
    attempt.succeeded(subject)
    return account


def go_on(
    session: Session,
    origin: Origin,
    account: Account,
    after: RefreshToken | None = None,
    factor: str | None = None,
) -> LogIn:
    """Give out the next token; forget the account's that are expired, which would otherwise stay for ever."""
    expired = (RefreshToken.account_id == account.id) & (RefreshToken.expires_at <= func.now())
    session.execute(delete(RefreshToken).where(expired))
    row, token = new_refresh_token(account, origin, after, factor)
    session.add(row)
    session.flush()
    return LogIn(account, row.family, token)


def revoke(session: Session, which: ColumnElement[bool]) -> int:
    """End sessions; how many tokens were still good for something."""
    ended = update(RefreshToken).where(which, RefreshToken.revoked_at.is_(None))
    done = session.execute(ended.values(revoked_at=func.now()).returning(RefreshToken.used_at))
    return sum(used_at is None for used_at in done.scalars())


def _others(session: Session, origin: Origin, email: str) -> list[Subject]:
    """What else the guess counts of: not of the account, where its owner is known to be at this address."""
    is_near = RefreshToken.address.op("<<=")(cast(origin.network, INET)) if origin.address else false()
    known = select(RefreshToken.id).join(Account).where(func.lower(Account.email) == email, is_near)
    is_known = session.scalar(select(known.exists()))
    of_address = OF_ADDRESS.of(origin.network)
    return [of_address] if is_known else [of_address, OF_ACCOUNT.of(email)]


def _lock(session: Session, account_id: UUID) -> None:
    # By a statement of its own: what comes after it sees the token that a session has gone on with meanwhile.
    session.execute(select(Account.id).where(Account.id == account_id).with_for_update())


def _find(session: Session, token: str) -> RefreshToken | None:
    # The account is locked, so that of two who use one session at the same time one is the second, and sees
    # all that the first made of it.
    is_it = RefreshToken.token_hash == hash_token(token)
    owner = select(RefreshToken.account_id).where(is_it).scalar_subquery()
    session.execute(select(Account.id).where(Account.id == owner).with_for_update())
    return session.scalars(select(RefreshToken).where(is_it)).one_or_none()
