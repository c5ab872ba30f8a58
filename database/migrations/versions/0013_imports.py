"""Take in files of products: the file, the plan that is made of it, and the pictures that it names."""

from database.migrations import run_sql

revision = "0013_imports"
down_revision = "0012_access"


def upgrade() -> None:
    run_sql(revision, "tables", "pictures", "views", "trash")
