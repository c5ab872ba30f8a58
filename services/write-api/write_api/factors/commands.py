"""What somebody can do with their own factors. Commands flush and never commit.

Each begins with the password: who has found a session that was left open adds none and removes none.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from write_api.audit.commands import record
from write_api.audit.events import Event
from write_api.factors.models import Passkey, Totp
from write_api.factors.recovery import forget_codes, new_codes
from write_api.factors.relying_party import Document, RelyingParty
from write_api.factors.tickets import Purpose, accepted_factors, find_ticket, issue_ticket
from write_api.factors.totp import Cipher, new_secret, step_of, uri
from write_api.origin import Origin
from write_api.refusals import FactorThere, NoSuchFactor, NoSuchTicket, TooManyPasskeys, Unacceptable
from write_api.sessions.commands import confirm_password
from write_api.sessions.models import Account

MOST_PASSKEYS = 20


def begin_totp(
    session: Session, origin: Origin, cipher: Cipher, account_id: UUID, password: str
) -> tuple[str, str]:
    """A secret for an app, and its URI; it asks for nothing until it is confirmed.

    Raises TooManyAttempts, WrongPassword, FactorThere.
    """
    account = confirm_password(session, origin, account_id, password)
    known = session.get(Totp, account_id)
    if known and known.confirmed_at:
        raise FactorThere
    secret = new_secret()
    session.merge(Totp(account_id=account_id, secret=cipher.encrypt(secret, account_id), last_step=0))
    session.flush()
    return secret, uri(secret, account.email)


def confirm_totp(
    session: Session, origin: Origin, cipher: Cipher, account_id: UUID, code: str
) -> list[str] | None:
    """Let logins ask for it; the recovery codes, if they are the first. Raises NoSuchFactor, Unacceptable."""
    # The account first, as everyone does: nobody waits for each other, and of two factors one is the first.
    session.get_one(Account, account_id, with_for_update=True)
    totp = session.get(Totp, account_id, with_for_update=True)
    if totp is None or totp.confirmed_at:
        raise NoSuchFactor
    step = step_of(cipher.decrypt(totp.secret, account_id), code, totp.last_step)
    if step is None:
        raise Unacceptable("This is not the code that the app shows now.", "/code")
    is_first = not accepted_factors(session, account_id)
    totp.confirmed_at, totp.last_step = func.now(), step
    session.flush()
    return _enrolled(session, origin, account_id, "totp", is_first=is_first)


def remove_totp(session: Session, origin: Origin, account_id: UUID, password: str) -> None:
    """Logins ask for it no more. Raises TooManyAttempts, WrongPassword, NoSuchFactor."""
    confirm_password(session, origin, account_id, password)
    removed = delete(Totp).where(Totp.account_id == account_id).returning(Totp.account_id)
    if session.execute(removed).first() is None:
        raise NoSuchFactor
    _removed(session, origin, account_id, "totp")


def begin_passkey(
    session: Session, origin: Origin, party: RelyingParty, account_id: UUID, password: str
) -> tuple[str, Document]:
    """A ticket, and what to ask the authenticator for.

    Raises TooManyAttempts, WrongPassword, TooManyPasskeys.
    """
    account = confirm_password(session, origin, account_id, password)
    options, challenge = party.creation(account, _passkeys_beside(session, account_id))
    return issue_ticket(session, account_id, Purpose.ADD_PASSKEY, challenge), options


def add_passkey(
    session: Session,
    origin: Origin,
    party: RelyingParty,
    account_id: UUID,
    *,
    ticket: str,
    name: str,
    credential: Document,
) -> tuple[Passkey, list[str] | None]:
    """The passkey, and the recovery codes, if they are the first.

    Raises NoSuchTicket, TooManyPasskeys, Unacceptable, and IntegrityError where somebody has it already.
    """
    asked = find_ticket(session, ticket, Purpose.ADD_PASSKEY)
    if asked.account_id != account_id:
        raise NoSuchTicket
    _passkeys_beside(session, account_id)  # there may be more than when the ticket was made
    made = party.created(credential, asked.challenge or b"")
    if made is None:
        raise Unacceptable("The authenticator's answer does not fit what was asked.", "/credential")
    session.delete(asked)
    is_first = not accepted_factors(session, account_id)
    passkey = Passkey(account_id=account_id, name=name, **vars(made))
    session.add(passkey)
    session.flush()
    return passkey, _enrolled(session, origin, account_id, "passkey", is_first=is_first)


def remove_passkey(
    session: Session, origin: Origin, account_id: UUID, passkey_id: UUID, password: str
) -> None:
    """Logins ask for it no more. Raises TooManyAttempts, WrongPassword, NoSuchFactor."""
    confirm_password(session, origin, account_id, password)
    passkey = session.get(Passkey, passkey_id)
    if passkey is None or passkey.account_id != account_id:
        raise NoSuchFactor
    session.delete(passkey)
    session.flush()
    _removed(session, origin, account_id, "passkey")


def renew_recovery_codes(session: Session, origin: Origin, account_id: UUID, password: str) -> list[str]:
    """Ten others; those that were left open nothing any more.

    Raises TooManyAttempts, WrongPassword, NoSuchFactor.
    """
    confirm_password(session, origin, account_id, password)
    if not accepted_factors(session, account_id):
        raise NoSuchFactor
    record(session, origin, Event.RECOVERY_CODES_MADE, account_id)
    return new_codes(session, account_id)


def remove_all_factors(session: Session, origin: Origin, account: Account) -> None:
    """What an owner does for somebody who has lost them all. Raises NoSuchFactor."""
    if not accepted_factors(session, account.id):
        raise NoSuchFactor
    for table in (Totp, Passkey):
        session.execute(delete(table).where(table.account_id == account.id))
    _removed(session, origin, account.id, "all")


def _passkeys_beside(session: Session, account_id: UUID) -> Sequence[Passkey]:
    """Those that the account has, where there is room for one more. Raises TooManyPasskeys."""
    known = session.scalars(select(Passkey).where(Passkey.account_id == account_id)).all()
    if len(known) >= MOST_PASSKEYS:
        raise TooManyPasskeys(MOST_PASSKEYS)
    return known


def _enrolled(
    session: Session, origin: Origin, account_id: UUID, factor: str, *, is_first: bool
) -> list[str] | None:
    record(session, origin, Event.FACTOR_ENROLLED, account_id, factor=factor)
    return new_codes(session, account_id) if is_first else None


def _removed(session: Session, origin: Origin, account_id: UUID, factor: str) -> None:
    record(session, origin, Event.FACTOR_REMOVED, account_id, factor=factor)
    if not accepted_factors(session, account_id):
        forget_codes(session, account_id)
