"""Tell other services what changed."""

from database.migrations import run_sql

revision = "0007_feed"
down_revision = "0006_listing"


def upgrade() -> None:
    run_sql(revision, "change", "purge")
