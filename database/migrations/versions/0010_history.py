"""Tell the history of each thing field by field, and what was charged for it; keep listings faster."""

from database.migrations import run_sql

revision = "0010_history"
down_revision = "0009_revision"


def upgrade() -> None:
    run_sql(revision, "shown", "views", "undoing", "prices", "keeping", "tags", "document")
