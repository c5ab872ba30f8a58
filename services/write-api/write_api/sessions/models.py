"""The tables of accounts and their sessions."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, FetchedValue, ForeignKey, Text
from sqlalchemy.dialects.postgresql import INET, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column, relationship

from write_api.database import Base


class Account(Base):
    """A person who may log in."""

    __tablename__ = "account"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    email: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(Text)
    password_hash: Mapped[str] = mapped_column(Text)
    password_change_required: Mapped[bool]
    disabled_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    version: Mapped[int] = mapped_column(BigInteger, FetchedValue(), server_onupdate=FetchedValue())
    nonce: Mapped[str] = mapped_column(Text, FetchedValue(), server_onupdate=FetchedValue())


class RefreshToken(Base):
    """One use of a session; all that followed one login are a family. The token itself is kept nowhere."""

    __tablename__ = "session"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    account_id: Mapped[UUID] = mapped_column(ForeignKey(Account.id))
    family: Mapped[UUID]
    token_hash: Mapped[bytes]
    expires_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    used_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    revoked_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    began_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    address: Mapped[str | None] = mapped_column(INET)
    user_agent: Mapped[str | None] = mapped_column(Text)
    factor: Mapped[str | None] = mapped_column(Text)

    account: Mapped[Account] = relationship()
