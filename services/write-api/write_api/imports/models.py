"""The table of imports, as far as requests write it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, FetchedValue, SmallInteger, Text
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from write_api.database import Base


class Import(Base):
    """A file that was sent, and how far it has come."""

    __tablename__ = "import"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    version: Mapped[int] = mapped_column(BigInteger, FetchedValue(), server_onupdate=FetchedValue())
    nonce: Mapped[str] = mapped_column(Text, FetchedValue())
    status: Mapped[str] = mapped_column(Text, FetchedValue())
    name: Mapped[str] = mapped_column(Text)
    format: Mapped[str] = mapped_column(Text)
    blank: Mapped[str] = mapped_column(Text)
    images: Mapped[str] = mapped_column(Text)
    bytes: Mapped[int] = mapped_column(BigInteger)
    created_by: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True), FetchedValue())
    tries: Mapped[int] = mapped_column(SmallInteger, FetchedValue())
    revision: Mapped[int | None] = mapped_column(BigInteger)
    revision_nonce: Mapped[str | None] = mapped_column(Text)
    skip_refused: Mapped[bool] = mapped_column(FetchedValue())
    apply_by: Mapped[str | None] = mapped_column(Text)
    apply_request_id: Mapped[str | None] = mapped_column(Text)


class ImportChunk(Base):
    """A piece of the file."""

    __tablename__ = "import_chunk"

    import_id: Mapped[UUID] = mapped_column("import", primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    data: Mapped[bytes] = mapped_column("bytes")
