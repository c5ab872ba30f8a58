"""Add what the shop sells."""

from database.migrations import run_sql

revision = "0002_catalog"
down_revision = "0001_revision"


def upgrade() -> None:
    run_sql(revision, "currency", "text", "setting", "category", "product", "variant", "media")
    run_sql(revision, "category_products", "slug_history")
