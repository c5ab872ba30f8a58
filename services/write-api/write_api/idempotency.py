"""Makes a repeated request have one effect: its answer is kept with the effect, in the same transaction.

A key belongs to one actor and lives for a day. Only what had an effect is kept under it: a request that was
refused is judged anew.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import request
from sqlalchemy import JSON, ColumnElement, FetchedValue, SmallInteger, Text, delete, func, select, text
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.orm import Mapped, Session, mapped_column

from api_contract import Header, Reply, Terms
from service_defaults.problems import Problem
from write_api.answers import Answer
from write_api.database import Base

LIFETIME = timedelta(hours=24)
SHAPE = re.compile(r"[\x21-\x7e]{1,255}")
TERMS = Terms(
    asks=(
        Header(
            "Idempotency-Key",
            "Chosen by the client: for 24 hours a repeat has no second effect, and gets the same answer.",
            schema={"type": "string", "pattern": "^[!-~]{1,255}$"},
            example="0b6d7f6e-3f0c-4f0e-9a1a-2f7f3e1f6c11",
        ),
    ),
    replies={
        400: Reply("A header has no sense.", ("malformed",)),
        422: Reply("The key came with another request before.", ("idempotency-key-reused",)),
    },
)
# A twin that comes meanwhile waits here, at most as long as lock_timeout.
LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:actor || ' ' || :value, 0))")


class KeptAnswer(Base):
    """What the first request with a key was answered."""

    __tablename__ = "idempotency_key"

    actor: Mapped[str] = mapped_column(Text, primary_key=True)
    key: Mapped[str] = mapped_column(Text, primary_key=True)
    fingerprint: Mapped[bytes]
    status: Mapped[int] = mapped_column(SmallInteger)
    headers: Mapped[dict[str, str]] = mapped_column(JSON)
    body: Mapped[bytes]
    created_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True), FetchedValue())


EXPIRED = KeptAnswer.created_at <= func.now() - LIFETIME


@dataclass(frozen=True)
class Key:
    """Whose key, which, and the SHA-256 of the request it came with."""

    actor: str
    value: str
    fingerprint: bytes


def requested_key(actor: str) -> Key | None:
    """The key of the request being answered, if any. Raises Problem 400 for one that cannot be a key."""
    value = request.headers.get("Idempotency-Key")
    if value is None:
        return None
    if not SHAPE.fullmatch(value):
        raise Problem(400, "malformed", "Idempotency-Key has 1 to 255 visible ASCII characters.")
    return Key(actor, value, _fingerprint())


def kept_answer(session: Session, key: Key) -> Answer | None:
    """The answer that the key was given, or None: then the key is this transaction's until it ends.

    Raises Problem 422 when the key came with another request before.
    """
    session.execute(LOCK, {"actor": key.actor, "value": key.value})
    # FOR UPDATE makes the repeat a write: its commit, too, waits until a replica has all that came before it.
    # So an answer whose own commit was cut off in that wait is repeated only when its effect is safe.
    wanted = select(KeptAnswer).where(_is(key), ~EXPIRED).with_for_update()
    kept = session.scalars(wanted).one_or_none()
    if kept is None:
        return None
    if kept.fingerprint != key.fingerprint:
        raise Problem(422, "idempotency-key-reused", "This Idempotency-Key came with another request before.")
    return Answer(kept.status, kept.headers, kept.body)


def keep(session: Session, key: Key, answer: Answer) -> None:
    """Keep the answer for whoever repeats the request; forget the actor's that are a day old."""
    session.execute(delete(KeptAnswer).where(KeptAnswer.actor == key.actor, EXPIRED))
    session.add(
        KeptAnswer(
            actor=key.actor,
            key=key.value,
            fingerprint=key.fingerprint,
            status=answer.status,
            headers=answer.headers,
            body=answer.body,
        )
    )
    session.flush()


def _is(key: Key) -> ColumnElement[bool]:
    return (KeptAnswer.actor == key.actor) & (KeptAnswer.key == key.value)


def _fingerprint() -> bytes:
    line = f"{request.method} {request.full_path} {request.mimetype}\n".encode()
    return hashlib.sha256(line + request.get_data()).digest()
