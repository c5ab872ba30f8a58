"""Let no write begin with statistics of an empty shop."""

from database.migrations import run_sql

revision = "0009_statistics"
down_revision = "0008_narrow"


def upgrade() -> None:
    run_sql(revision, "statistics")
