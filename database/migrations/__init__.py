"""The one history of the schema. Each revision's SQL is in `sql/<revision>/`, to be read as SQL."""

from pathlib import Path

from alembic import op

from database.connection import run_file

SQL = Path(__file__).parent / "sql"


def run_sql(revision: str, *names: str) -> None:
    """Execute files of a revision, in the order given."""
    for name in names:
        run_file(op.get_bind(), SQL / revision / f"{name}.sql")
