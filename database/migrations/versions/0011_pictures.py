"""Let pictures be AVIF, and show of each the formats that there are."""

from database.migrations import run_sql

revision = "0011_pictures"
down_revision = "0010_history"


def upgrade() -> None:
    run_sql(revision, "formats", "shown")
