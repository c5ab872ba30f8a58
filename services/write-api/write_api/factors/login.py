"""The second step of a login. What it does is flushed and never committed here, as of all commands."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from write_api.audit.commands import record
from write_api.audit.events import Event
from write_api.factors.models import Passkey, Ticket, Totp
from write_api.factors.recovery import use_code
from write_api.factors.relying_party import Document, RelyingParty, credential_id
from write_api.factors.tickets import Purpose, find_ticket
from write_api.factors.totp import Cipher, step_of
from write_api.origin import Origin
from write_api.refusals import NoSuchFactor, NoSuchTicket, WrongFactor
from write_api.sessions.commands import LogIn, go_on
from write_api.sessions.models import Account
from write_api.throttling.commands import begin_attempt
from write_api.throttling.limits import OF_FACTOR


def passkey_options(session: Session, party: RelyingParty, ticket: str) -> Document:
    """What to ask for; the challenge is kept with the ticket. Raises NoSuchTicket, NoSuchFactor."""
    step = find_ticket(session, ticket, Purpose.LOG_IN)
    known = session.scalars(select(Passkey).where(Passkey.account_id == step.account_id)).all()
    if not known:
        raise NoSuchFactor
    options, step.challenge = party.request(known)
    session.flush()
    return options


def finish_login(
    session: Session, origin: Origin, cipher: Cipher, party: RelyingParty, ticket: str, shown: Document
) -> LogIn:
    """Begin the session; `shown` has a code, a recovery code or a passkey.

    Raises NoSuchTicket, TooManyAttempts, and WrongFactor, after which the ticket is good for another code.
    """
    step = find_ticket(session, ticket, Purpose.LOG_IN)
    account = session.get_one(Account, step.account_id, with_for_update=True)
    if account.disabled_at is not None:
        raise NoSuchTicket
    subject = OF_FACTOR.of(str(account.id))
    attempt = begin_attempt(session, origin, account.id, [subject])
    factor = next(iter(shown))
    if not _is_right(session, cipher, party, step, shown):
        attempt.failed()
        record(session, origin, Event.FACTOR_FAILED, account.id, factor=factor)
        raise WrongFactor
    attempt.succeeded(subject)
    session.delete(step)
    event = Event.RECOVERY_CODE_USED if factor == "recovery_code" else Event.FACTOR_USED
    record(session, origin, event, account.id, factor=factor)
    begun = go_on(session, origin, account, factor=factor)
    record(session, origin, Event.LOGGED_IN, account.id, session=str(begun.family), factor=factor)
    return begun


def _is_right(session: Session, cipher: Cipher, party: RelyingParty, step: Ticket, shown: Document) -> bool:
    if "totp" in shown:
        return _is_code(session, cipher, step.account_id, shown["totp"])
    if "recovery_code" in shown:
        return use_code(session, step.account_id, shown["recovery_code"])
    return _is_passkey(session, party, step, shown["passkey"])


def _is_code(session: Session, cipher: Cipher, account_id: UUID, code: str) -> bool:
    totp = session.get(Totp, account_id, with_for_update=True)
    if totp is None or totp.confirmed_at is None:
        return False
    step = step_of(cipher.decrypt(totp.secret, account_id), code, totp.last_step)
    if step is not None:
        totp.last_step = step
    return step is not None


def _is_passkey(session: Session, party: RelyingParty, step: Ticket, credential: Document) -> bool:
    challenge, step.challenge = step.challenge, None  # signed once, whatever comes of it
    known = select(Passkey).where(
        Passkey.account_id == step.account_id, Passkey.credential_id == credential_id(credential)
    )
    passkey = session.scalars(known.with_for_update()).one_or_none()
    count = party.used(credential, challenge, passkey) if passkey and challenge else None
    if passkey is None or count is None:
        return False
    passkey.sign_count, passkey.last_used_at = count, func.now()
    return True
