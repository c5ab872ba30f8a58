"""The table of the audit, to which rows are added and nothing else is done."""

from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, FetchedValue, Text
from sqlalchemy.dialects.postgresql import INET, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from write_api.database import Base


class Entry(Base):
    """One event."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, server_default=FetchedValue())
    event: Mapped[str] = mapped_column(Text)
    account_id: Mapped[UUID | None]
    actor: Mapped[str] = mapped_column(Text)
    address: Mapped[str | None] = mapped_column(INET)
    user_agent: Mapped[str | None] = mapped_column(Text)
    request_id: Mapped[str | None] = mapped_column(Text)
    detail: Mapped[dict[str, Any]] = mapped_column(JSONB)
