"""What an owner can do with accounts. Commands flush and never commit; `refusals` names what they refuse."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import ETags

from write_api.accounts.refusals import EmailTaken, LastOwner, NoSuchAccount, OwnAccount, StaleAccount
from write_api.accounts.representation import represent_account
from write_api.audit.commands import record
from write_api.audit.events import Event
from write_api.factors.commands import remove_all_factors
from write_api.factors.tickets import forget_tickets
from write_api.origin import Origin
from write_api.preconditions import holds
from write_api.sessions.commands import revoke
from write_api.sessions.models import Account, RefreshToken
from write_api.sessions.passwords import hash_password, one_time_password

OWNER = "owner"


def create_account(
    session: Session, origin: Origin, *, email: str, name: str, role: str, password: str | None = None
) -> tuple[Account, str]:
    """Add an account: with the password given, or with a one-time password. Raises EmailTaken."""
    _refuse_taken(session, email, None)
    chosen = password or one_time_password()
    account = Account(
        email=email,
        name=name,
        role=role,
        password_hash=hash_password(chosen),
        password_change_required=password is None,
    )
    session.add(account)
    session.flush()
    record(session, origin, Event.ACCOUNT_CREATED, account.id, role=role)
    return account, chosen


def create_first_owner(session: Session, origin: Origin, email: str, password: str | None) -> str | None:
    """Add the first owner; their password. None, and nothing, when there is an owner."""
    if session.scalar(select(Account.id).where(Account.role == OWNER).limit(1)) is not None:
        return None
    return create_account(session, origin, email=email, name="", role=OWNER, password=password)[1]


def change_account(
    session: Session, origin: Origin, account_id: UUID, seen: ETags, changes: dict[str, Any]
) -> Account:
    """Change what is given of it. Raises NoSuchAccount, StaleAccount, EmailTaken, LastOwner."""
    _wait_for_turn(session)
    account = _account(session, account_id)
    if not holds(seen, account.version, account.nonce):
        raise StaleAccount(represent_account(session, account))
    disabled = changes.pop("disabled", account.disabled_at is not None)
    _keep_an_owner(session, account, changes.get("role", account.role), disabled=disabled)
    if "email" in changes:
        _refuse_taken(session, changes["email"], account_id)
    _apply(session, origin, account, changes)
    if disabled != (account.disabled_at is not None):
        _disable(session, origin, account, disabled=disabled)
    session.flush()
    return account


def reset_password(session: Session, origin: Origin, account_id: UUID) -> tuple[Account, str]:
    """Give it a one-time password, and end its sessions. Raises NoSuchAccount, OwnAccount."""
    account = _somebody_elses(session, origin, account_id)
    password = one_time_password()
    account.password_hash = hash_password(password)
    account.password_change_required = True
    session.flush()
    forget_tickets(session, account_id)
    revoke(session, RefreshToken.account_id == account_id)
    record(session, origin, Event.PASSWORD_RESET, account_id)
    return account, password


def remove_factors(session: Session, origin: Origin, account_id: UUID) -> Account:
    """Remove its second factors, for who has lost them. Raises NoSuchAccount, OwnAccount, NoSuchFactor."""
    account = _somebody_elses(session, origin, account_id)
    remove_all_factors(session, origin, account)
    session.expire(account)
    return account


def _apply(session: Session, origin: Origin, account: Account, changes: dict[str, Any]) -> None:
    before = {name: getattr(account, name) for name in changes}
    changed = {name: [before[name], value] for name, value in changes.items() if before[name] != value}
    for name, (_, value) in changed.items():
        setattr(account, name, value)
    if changed:
        record(session, origin, Event.ACCOUNT_CHANGED, account.id, changed=changed)


def _disable(session: Session, origin: Origin, account: Account, *, disabled: bool) -> None:
    account.disabled_at = func.now() if disabled else None
    if disabled:
        forget_tickets(session, account.id)
        revoke(session, RefreshToken.account_id == account.id)
    record(session, origin, Event.ACCOUNT_DISABLED if disabled else Event.ACCOUNT_ENABLED, account.id)


def _wait_for_turn(session: Session) -> None:
    """Lock all owners who can log in, in one order: of two who demote each other, the second is the last."""
    owners = select(Account.id).where(Account.role == OWNER, Account.disabled_at.is_(None))
    session.execute(owners.order_by(Account.id).with_for_update())


def _keep_an_owner(session: Session, account: Account, role: str, *, disabled: bool) -> None:
    if account.role != OWNER or account.disabled_at is not None or (role == OWNER and not disabled):
        return
    others = select(Account.id).where(
        Account.role == OWNER, Account.disabled_at.is_(None), Account.id != account.id
    )
    if session.scalar(others.limit(1)) is None:
        raise LastOwner("/disabled" if disabled else "/role")


def _account(session: Session, account_id: UUID) -> Account:
    account = session.get(Account, account_id, with_for_update=True, populate_existing=True)
    if account is None:
        raise NoSuchAccount
    return account


def _somebody_elses(session: Session, origin: Origin, account_id: UUID) -> Account:
    if origin.actor == str(account_id):
        raise OwnAccount
    return _account(session, account_id)


def _refuse_taken(session: Session, email: str, account_id: UUID | None) -> None:
    """Judged by the index in the end, but by a name and not by an error for all but a race."""
    same = select(Account.id).where(func.lower(Account.email) == email.lower())
    if session.scalar(same) not in (None, account_id):
        raise EmailTaken
