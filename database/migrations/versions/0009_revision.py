"""Let a revision have a date that stands for it alone, and begin without statistics of an empty shop."""

from database.migrations import run_sql

revision = "0009_revision"
down_revision = "0008_narrow"


def upgrade() -> None:
    run_sql(revision, "statistics", "revision", "dates")
