"""The table of keys."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import FetchedValue, ForeignKey, Text
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column, relationship

from write_api.database import Base
from write_api.sessions.models import Account


class ApiKey(Base):
    """What another service has instead of a password. The key itself is kept nowhere."""

    __tablename__ = "api_key"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    account_id: Mapped[UUID] = mapped_column(ForeignKey(Account.id))
    name: Mapped[str] = mapped_column(Text)
    prefix: Mapped[str] = mapped_column(Text)
    token_hash: Mapped[bytes]
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    created_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True), FetchedValue())
    expires_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    last_used_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    revoked_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))

    account: Mapped[Account] = relationship()
