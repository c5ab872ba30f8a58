"""The tables of second factors, and of steps that have to be followed by another."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, FetchedValue, ForeignKey, Text
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from write_api.database import Base
from write_api.sessions.models import Account


class Totp(Base):
    """An app that shows codes; it asks for nothing before it is confirmed."""

    __tablename__ = "totp"

    account_id: Mapped[UUID] = mapped_column(ForeignKey(Account.id), primary_key=True)
    secret: Mapped[bytes]
    last_step: Mapped[int] = mapped_column(BigInteger)
    confirmed_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))


class Passkey(Base):
    """A credential of WebAuthn."""

    __tablename__ = "passkey"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    account_id: Mapped[UUID] = mapped_column(ForeignKey(Account.id))
    credential_id: Mapped[bytes]
    public_key: Mapped[bytes]
    sign_count: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(Text)
    transports: Mapped[list[str]] = mapped_column(ARRAY(Text))
    created_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True), FetchedValue())
    last_used_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))


class RecoveryCode(Base):
    """What opens the account once; the code itself is kept nowhere."""

    __tablename__ = "recovery_code"

    account_id: Mapped[UUID] = mapped_column(ForeignKey(Account.id), primary_key=True)
    code_hash: Mapped[bytes] = mapped_column(primary_key=True)


class Ticket(Base):
    """A step that was taken; `challenge` is what an authenticator has to sign for the next."""

    __tablename__ = "challenge"

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey(Account.id))
    purpose: Mapped[str] = mapped_column(Text)
    challenge: Mapped[bytes | None]
    expires_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
