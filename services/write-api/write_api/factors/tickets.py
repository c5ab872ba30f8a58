"""Joins two steps: whoever took the first gets a ticket, and shows it with the second, soon and once."""

import secrets
from datetime import UTC, datetime, timedelta
from enum import StrEnum, auto
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from write_api.factors.models import Passkey, RecoveryCode, Ticket, Totp
from write_api.refusals import NoSuchTicket
from write_api.sessions.models import Account
from write_api.sessions.tokens import hash_token

LIFETIME = timedelta(minutes=5)
MOST_TICKETS = 20


class Purpose(StrEnum):
    """What the second step is."""

    LOG_IN = auto()
    ADD_PASSKEY = auto()


def issue_ticket(session: Session, account_id: UUID, purpose: Purpose, challenge: bytes | None = None) -> str:
    """A ticket, which is shown only now; forgets those that are over, and the oldest of very many."""
    token = secrets.token_urlsafe(32)
    over = select(Ticket.token_hash).where(Ticket.expires_at <= func.now()).with_for_update(skip_locked=True)
    session.execute(delete(Ticket).where(Ticket.token_hash.in_(over)))
    mine = select(Ticket.token_hash).where(Ticket.account_id == account_id)
    older = mine.order_by(Ticket.expires_at.desc()).offset(MOST_TICKETS - 1)
    session.execute(delete(Ticket).where(Ticket.token_hash.in_(older)))
    expires_at = datetime.now(UTC) + LIFETIME
    row = Ticket(
        token_hash=hash_token(token),
        account_id=account_id,
        purpose=purpose.value,
        challenge=challenge,
        expires_at=expires_at,
    )
    session.add(row)
    session.flush()
    return token


def find_ticket(session: Session, token: str, purpose: Purpose) -> Ticket:
    """The ticket; it and its account are locked until the transaction ends. Raises NoSuchTicket."""
    # The account first, as everyone does who makes tickets: nobody waits for each other.
    owner = select(Ticket.account_id).where(Ticket.token_hash == hash_token(token)).scalar_subquery()
    session.execute(select(Account.id).where(Account.id == owner).with_for_update())
    found = session.get(Ticket, hash_token(token), with_for_update=True)
    if found is None or found.purpose != purpose or found.expires_at <= datetime.now(UTC):
        raise NoSuchTicket
    return found


def forget_tickets(session: Session, account_id: UUID) -> None:
    """Whoever took a first step takes it again: the password is another, or the account is closed."""
    session.execute(delete(Ticket).where(Ticket.account_id == account_id))


def accepted_factors(session: Session, account_id: UUID) -> list[str]:
    """What the account asks for beside the password, any of these; nothing where it has no second factor."""
    confirmed = select(Totp.account_id).where(Totp.account_id == account_id, Totp.confirmed_at.is_not(None))
    there = {
        "totp": confirmed,
        "passkey": select(Passkey.id).where(Passkey.account_id == account_id),
    }
    found = [name for name, rows in there.items() if session.scalar(rows.limit(1)) is not None]
    codes = select(RecoveryCode.code_hash).where(RecoveryCode.account_id == account_id)
    return [*found, "recovery_code"] if found and session.scalar(codes.limit(1)) is not None else found
