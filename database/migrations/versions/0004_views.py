"""Show it: to the staff, and to the public."""

from database.migrations import run_sql

revision = "0004_views"
down_revision = "0003_accounts"


def upgrade() -> None:
    run_sql(revision, "staff", "published")
