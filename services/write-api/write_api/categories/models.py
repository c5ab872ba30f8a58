"""The table of categories, as far as commands write it."""

from uuid import UUID

from sqlalchemy import BigInteger, FetchedValue, Text
from sqlalchemy.orm import Mapped, mapped_column

from write_api.database import Base


class Category(Base):
    """A category; without a parent it is one of the first level."""

    __tablename__ = "category"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    slug: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    description: Mapped[str] = mapped_column(Text)
    parent_id: Mapped[UUID | None]
    position: Mapped[int] = mapped_column(BigInteger, server_default=FetchedValue())
    revision: Mapped[int] = mapped_column(BigInteger, FetchedValue(), server_onupdate=FetchedValue())
    revision_nonce: Mapped[str] = mapped_column(Text, FetchedValue(), server_onupdate=FetchedValue())
