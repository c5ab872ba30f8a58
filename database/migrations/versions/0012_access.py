"""Let accounts have versions, sessions a place, logins a limit, and all that is done with them a record."""

from database.migrations import run_sql

revision = "0012_access"
down_revision = "0011_pictures"


def upgrade() -> None:
    run_sql(revision, "account", "factor", "session", "attempt", "audit", "views")
