"""Count, page through and facet a million products."""

from database.migrations import run_sql

revision = "0006_listing"
down_revision = "0005_search"


def upgrade() -> None:
    run_sql(revision, "wire", "document", "listing", "counts", "keeping", "indexes", "views", "replaced")
