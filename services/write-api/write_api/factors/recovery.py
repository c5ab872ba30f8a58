"""Recovery codes: ten, each of which opens the account once when its factors are lost."""

import base64
import hashlib
import secrets
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from write_api.factors.models import RecoveryCode

HOW_MANY = 10
BYTES = 10  # 80 random bits need no slow hash


def new_codes(session: Session, account_id: UUID) -> list[str]:
    """Ten codes in place of those that were left; they are shown only now."""
    forget_codes(session, account_id)
    codes = [_new_code() for _ in range(HOW_MANY)]
    session.add_all(RecoveryCode(account_id=account_id, code_hash=_hash(account_id, code)) for code in codes)
    session.flush()
    return codes


def use_code(session: Session, account_id: UUID, code: str) -> bool:
    """Whether it was one; now it is one no more."""
    used = delete(RecoveryCode).where(
        RecoveryCode.account_id == account_id, RecoveryCode.code_hash == _hash(account_id, code)
    )
    return session.execute(used.returning(RecoveryCode.code_hash)).first() is not None


def forget_codes(session: Session, account_id: UUID) -> None:
    """There is nothing left to recover from."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))


def _new_code() -> str:
    letters = base64.b32encode(secrets.token_bytes(BYTES)).decode().lower()
    return "-".join(letters[place : place + 4] for place in range(0, len(letters), 4))


def _hash(account_id: UUID, code: str) -> bytes:
    letters = "".join(char for char in code.lower() if char.isalnum())
    return hashlib.sha256(account_id.bytes + letters.encode()).digest()
