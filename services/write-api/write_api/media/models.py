"""The tables of pictures, named by their content."""

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from write_api.database import Base


class Media(Base):
    """What is known of an upload; the size is that of the upright picture."""

    __tablename__ = "media"

    sha256: Mapped[str] = mapped_column(Text, primary_key=True)
    content_type: Mapped[str] = mapped_column(Text)
    width: Mapped[int]
    height: Mapped[int]
    color: Mapped[str] = mapped_column(Text)
    original: Mapped[bytes] = mapped_column(deferred=True)

    renditions: Mapped[list["MediaRendition"]] = relationship(order_by="MediaRendition.width")


class MediaRendition(Base):
    """An upload in one width and format."""

    __tablename__ = "media_rendition"

    media: Mapped[str] = mapped_column(Text, ForeignKey(Media.sha256), primary_key=True)
    width: Mapped[int] = mapped_column(primary_key=True)
    format: Mapped[str] = mapped_column(Text, primary_key=True)
    content_type: Mapped[str] = mapped_column(Text)
    data: Mapped[bytes] = mapped_column("bytes", deferred=True)
