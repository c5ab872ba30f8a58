"""Find products by words, misspelt ones too, and sort titles as people do."""

from database.migrations import run_sql

revision = "0005_search"
down_revision = "0004_views"


def upgrade() -> None:
    run_sql(revision, "text", "word", "views")
