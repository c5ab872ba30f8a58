"""A dump brings the listing back with indexes that know all words, though they are of another table."""

import os
import re
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import URL, text

from infra.postgres.binaries import binary
from tests.database.shop import add_product
from tests.postgres import Postgres, connected

NAME = "mstore_restored"
OF_WORDS = ("listing_by_words", "listing_by_title_words", "searched_by_words", "searched_by_title_words")
WORD_SET = re.compile(r"^(\d+); \d+ \d+ TABLE DATA catalog word_set ", re.MULTILINE)
FOUND = """
    select number from {view} where words @@ published.search_query('mug')
    union all
    select number from {view} where title_words @@ published.search_query('mug')
     order by number
"""


def run(program: str, url: URL, *arguments: str) -> str:
    """What a program of PostgreSQL's says, run as the superuser."""
    to = [f"--host={url.host}", f"--port={url.port}", f"--username={url.username}"]
    environment = {**os.environ, "PGPASSWORD": url.password or ""}
    done = subprocess.run(
        [binary(program), *to, *arguments], env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def dump(catalog: Postgres, tmp_path: Path) -> Path:
    with catalog.connection("write_api") as connection:
        for number in range(20):
            add_product(connection, f"mug-{number}", title=f"Mug {number}")
        connection.commit()
    file = tmp_path / "dump"
    run("pg_dump", catalog.url("postgres"), "--format=custom", f"--file={file}", catalog.name)
    return file


def test_words_are_restored_before_the_indexes_that_hold_them(catalog: Postgres, dump: Path) -> None:
    """Jobs that restore at once keep to what the dump says depends on what."""
    listed = run("pg_restore", catalog.url("postgres"), "--list", "--verbose", str(dump))
    table = re.search(r"^(\d+); \d+ \d+ TABLE catalog word_set ", listed, re.MULTILINE)
    assert table
    for index in OF_WORDS:
        entry = re.search(rf" INDEX catalog {index} .*\n;\tdepends on: (.*)", listed)
        assert entry, index
        assert table[1] in entry[1].split(), index


def test_a_restored_catalog_finds_by_its_indexes_what_the_first_one_finds(
    catalog: Postgres, dump: Path
) -> None:
    url = catalog.url("postgres")
    run("createdb", url, NAME)
    try:
        run("pg_restore", url, "--jobs=4", f"--dbname={NAME}", str(dump))
        for view in ("staff.listed", "published.searched"):
            assert found(url.set(database=NAME), view) == found(url, view)
    finally:
        run("dropdb", url, "--force", NAME)


def found(url: URL, view: str) -> list[int]:
    with connected(url) as connection:
        connection.execute(text("set local enable_seqscan = off"))
        connection.execute(text("set local enable_indexscan = off"))
        return list(connection.scalars(text(FOUND.format(view=view))))
