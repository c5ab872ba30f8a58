"""Add who may write."""

from database.migrations import run_sql

revision = "0003_accounts"
down_revision = "0002_catalog"


def upgrade() -> None:
    run_sql(revision, "accounts")
