"""Make every write a numbered revision."""

from database.migrations import run_sql

revision = "0001_revision"
down_revision = None


def upgrade() -> None:
    run_sql(revision, "revision")
