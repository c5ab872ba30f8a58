"""Brings together the rows of a product that are far apart in a file, without holding the file in memory.

They go to a database of their own, in a temporary file of this process, and come back in groups.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

MOST_LINES_OF_ONE = 1_000
"""At most 250 variants and 50 pictures make a product: what has more lines than this is none."""

TOO_MANY = f"A product may have {MOST_LINES_OF_ONE:,} lines."

TABLES = """
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    PRAGMA temp_store = FILE;
    CREATE TABLE product (handle TEXT PRIMARY KEY, first INTEGER) WITHOUT ROWID;
    CREATE TABLE line (first INTEGER, number INTEGER, handle TEXT, spelled TEXT, content TEXT, fault TEXT,
                       PRIMARY KEY (first, number)) WITHOUT ROWID;
    CREATE TABLE sku (sku TEXT PRIMARY KEY, handle TEXT) WITHOUT ROWID;
    BEGIN;
"""
NOTE_FIRST = "INSERT OR IGNORE INTO product VALUES (?, ?)"
ADD = "INSERT INTO line VALUES ((SELECT first FROM product WHERE handle = ?), ?, ?, ?, ?, ?)"
GROUPED = "SELECT handle, number, spelled, content, fault FROM line ORDER BY first, number"


class Kept(NamedTuple):
    """A row of the file: its line, its handle as it is spelled there, what it holds, what is amiss."""

    number: int
    spelled: str
    content: Any
    fault: str


class Scratch:
    """Closed after use, when its file goes."""

    def __init__(self) -> None:
        self._directory = TemporaryDirectory(prefix="import-")
        self._database = sqlite3.connect(Path(self._directory.name) / "rows", isolation_level=None)
        self._database.executescript(TABLES)

    def __enter__(self) -> "Scratch":
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()
        self._directory.cleanup()

    def keep(self, handle: str, row: Kept) -> None:
        self._database.execute(NOTE_FIRST, (handle, row.number))
        values = (handle, row.number, handle, row.spelled, json.dumps(row.content), row.fault)
        self._database.execute(ADD, values)

    def products(self) -> Iterator[tuple[str, list[Kept]]]:
        """The rows by their handles, in the order in which the handles come in the file.

        Of a product that has too many, no more than the first that is one too many, with that as its fault.
        """
        for handle, rows in groupby(self._database.execute(GROUPED), key=itemgetter(0)):
            held = [
                Kept(row[1], row[2], json.loads(row[3]), row[4]) for row in islice(rows, MOST_LINES_OF_ONE)
            ]
            if beyond := next(rows, None):
                held.append(Kept(beyond[1], beyond[2], {}, TOO_MANY))
            yield handle, held

    def count(self) -> int:
        return int(self._database.execute("SELECT count(*) FROM line").fetchone()[0])

    def claim(self, handle: str, skus: Iterable[str]) -> dict[str, str]:
        """Note these SKUs as the product's; those that a product before has, by its handle."""
        wanted = list(skus)
        holders = {}
        for sku in wanted:
            found = self._database.execute("SELECT handle FROM sku WHERE sku = ?", (sku,)).fetchone()
            if found and found[0] != handle:
                holders[sku] = found[0]
        if not holders:
            self._database.executemany(
                "INSERT OR IGNORE INTO sku VALUES (?, ?)", [(sku, handle) for sku in wanted]
            )
        return holders
