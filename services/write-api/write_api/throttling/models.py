"""The table of attempts."""

from datetime import datetime

from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from write_api.database import Base


class Counted(Base):
    """How often one subject failed."""

    __tablename__ = "attempt"

    subject: Mapped[bytes] = mapped_column(primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    forgotten_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    is_told: Mapped[bool]
