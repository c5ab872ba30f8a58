"""What the database recorded, as the staff's views tell it."""

from typing import Any

from sqlalchemy import text

from tests.postgres import Postgres


class History:
    """Reads the revision log and tables past write-api, as the superuser."""

    def __init__(self, postgres: Postgres) -> None:
        self._postgres = postgres

    def rows(self, statement: str, **parameters: Any) -> list[dict[str, Any]]:
        with self._postgres.connection("postgres") as connection:
            return [dict(row) for row in connection.execute(text(statement), parameters).mappings()]

    def run(self, statement: str) -> None:
        """Change something as one does in psql."""
        with self._postgres.connection("postgres") as connection:
            connection.execute(text(statement))
            connection.commit()

    def revision(self) -> int:
        """The number of the newest revision."""
        return int(self.rows("select number from published.revision")[0]["number"])

    def newest(self) -> dict[str, Any]:
        """The newest entry of the revision log."""
        return self.rows("select * from staff.revision_log order by number desc limit 1")[0]

    def count(self, table: str) -> int:
        return int(self.rows(f"select count(*) from catalog.{table}")[0]["count"])  # noqa: S608 (a test's own word)
