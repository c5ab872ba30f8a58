"""Search and facet a million products in rows without words."""

from database.migrations import run_sql

revision = "0008_narrow"
down_revision = "0007_feed"


def upgrade() -> None:
    run_sql(revision, "words", "listing", "views", "replaced", "keeping", "rebuild", "indexes", "restorable")
