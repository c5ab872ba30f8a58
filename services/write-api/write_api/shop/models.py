"""The tables of the shop's settings and of the currencies that there are."""

from typing import Any

from sqlalchemy import CHAR, BigInteger, FetchedValue, SmallInteger, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from write_api.database import Base


class Setting(Base):
    """One of the shop's settings."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[Any] = mapped_column(JSONB)
    revision: Mapped[int] = mapped_column(BigInteger, FetchedValue(), server_onupdate=FetchedValue())
    revision_nonce: Mapped[str] = mapped_column(Text, FetchedValue(), server_onupdate=FetchedValue())


class KnownCurrency(Base):
    """A currency of ISO 4217."""

    __tablename__ = "currency"

    code: Mapped[str] = mapped_column(CHAR(3), primary_key=True)
    exponent: Mapped[int] = mapped_column(SmallInteger)
