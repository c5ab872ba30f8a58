"""Decides how a client is told what a command refuses, and what the database refuses or cannot do now."""

from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from service_defaults.bearer import CHALLENGE
from service_defaults.problems import Problem
from write_api import refusals
from write_api.accounts import refusals as account_refusals
from write_api.bodies import invalid
from write_api.constraints import refusal_of
from write_api.imports import refusals as import_refusals
from write_api.preconditions import entity_tag
from write_api.refusals import Refusal, Stale

LEADER_AWAY = "leader_away"
RETRY_AFTER = {"Retry-After": "2"}
AGAIN = "Sent again with the same Idempotency-Key it has one effect."
LOOK_FIRST = "Look whether it was before you send it again: that may do it twice."
REFUSED: dict[type[Refusal], tuple[int, str]] = {
    refusals.NoSuchProduct: (404, "not-found"),
    refusals.NoSuchPart: (404, "not-found"),
    refusals.NotInTrash: (409, "not-in-trash"),
    refusals.NoSuchCategory: (404, "not-found"),
    refusals.NoSuchTag: (404, "not-found"),
    refusals.NoSuchRevision: (404, "not-found"),
    refusals.RevisionPurged: (410, "gone"),
    refusals.NothingToUndo: (409, "nothing-to-undo"),
    refusals.CannotUndo: (409, "cannot-undo"),
    import_refusals.NoSuchImport: (404, "not-found"),
    import_refusals.NotPlanned: (409, "import-not-ready"),
    import_refusals.CatalogMoved: (409, "catalog-moved"),
    import_refusals.HasRefusedProducts: (409, "products-refused"),
    refusals.SlugTaken: (409, "slug-taken"),
    refusals.SkuTaken: (409, "sku-taken"),
    refusals.CategoryNotEmpty: (409, "category-not-empty"),
    refusals.CurrencyInUse: (409, "currency-in-use"),
    refusals.NoImage: (422, "invalid-body"),
    refusals.SecondFactorRequired: (403, "second-factor-required"),
    refusals.NoSuchTicket: (401, "unauthorized"),
    refusals.WrongFactor: (401, "unauthorized"),
    refusals.NoSuchFactor: (404, "not-found"),
    refusals.FactorThere: (409, "factor-exists"),
    refusals.TooManyPasskeys: (409, "too-many-passkeys"),
    account_refusals.EmailTaken: (409, "email-taken"),
    account_refusals.LastOwner: (409, "last-owner"),
    account_refusals.OwnAccount: (409, "own-account"),
    refusals.TooManyKeys: (409, "too-many-keys"),
    account_refusals.NoSuchAccount: (404, "not-found"),
    refusals.NoSuchSession: (404, "not-found"),
    refusals.NoSuchKey: (404, "not-found"),
    refusals.NotOfASession: (403, "forbidden"),
    refusals.TooManyAttempts: (429, "too-many-attempts"),
    refusals.TokenRevoked: (401, "unauthorized"),
    refusals.WrongKey: (401, "unauthorized"),
    refusals.WrongCredentials: (401, "unauthorized"),
    refusals.SessionOver: (401, "unauthorized"),
    refusals.SessionReused: (401, "unauthorized"),
}

log = structlog.get_logger(__name__)


@contextmanager
def told_as_problems() -> Iterator[None]:
    """Turn what is raised within into the Problem that a client is told."""
    try:
        yield
    except Refusal as refusal:
        raise _of_refusal(refusal) from refusal
    except PoolTimeoutError as error:
        raise writes_paused() from error
    except DBAPIError as error:
        raise _of_database(error) from error


def writes_paused() -> Problem:
    """The 503 for a write that surely had no effect; it may be sent again as it is."""
    detail = "Changes cannot be saved at the moment; nothing was changed. Try again shortly."
    return Problem(503, "writes-paused", detail, headers=RETRY_AFTER)


def outcome_unknown(*, is_repeatable: bool) -> Problem:
    """The 503 for a write that may have had its effect, or may lose it; with a key it may be repeated."""
    detail = "It is not known whether this was saved. " + (AGAIN if is_repeatable else LOOK_FIRST)
    return Problem(503, "outcome-unknown", detail, headers=RETRY_AFTER)


def _of_refusal(refusal: Refusal) -> Problem:
    if isinstance(refusal, Stale):
        return _stale(refusal)
    if isinstance(refusal, refusals.Unacceptable | refusals.WrongPassword):
        return invalid([{"pointer": refusal.pointer, "detail": refusal.detail}])
    status, slug = REFUSED[type(refusal)]
    members = dict(refusal.members)
    if refusal.pointer:
        members["errors"] = [{"pointer": refusal.pointer, "detail": refusal.detail}]
    return Problem(status, slug, refusal.detail, headers=_headers(refusal, status), **members)


def _headers(refusal: Refusal, status: int) -> dict[str, str]:
    if isinstance(refusal, refusals.TooManyAttempts):
        return {"Retry-After": str(refusal.retry_after)}
    revoked = ', error="invalid_token"' if isinstance(refusal, refusals.TokenRevoked) else ""
    return {"WWW-Authenticate": CHALLENGE + revoked} if status == 401 else {}


def _stale(refusal: Stale) -> Problem:
    shown = refusal.current
    tag = entity_tag(shown.number, shown.nonce)
    return Problem(412, "precondition-failed", refusal.detail, headers={"ETag": tag}, **refusal.members)


def _of_database(error: DBAPIError) -> Problem:
    """The Problem of a database error; one that means a fault of ours is raised again as it is."""
    if isinstance(error, IntegrityError):
        return _of_refusal(refusal_of(error))
    if isinstance(error, DataError):
        return invalid([{"pointer": "", "detail": "The database cannot store one of the values."}])
    if isinstance(error, OperationalError) or error.connection_invalidated:
        log.warning(LEADER_AWAY, error=str(error.orig).strip())
        return writes_paused()
    raise error
