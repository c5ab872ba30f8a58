"""Writers queue on one row: their numbers are consecutive, and no snapshot of a standby is torn."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

from sqlalchemy import Connection, text

from tests.database.shop import add_product, revision
from tests.postgres import Postgres

WRITERS = 8
WRITES = 12
SNAPSHOTS = 400
# Opposite orders: without one lock before all others these would deadlock.
UP = text("update catalog.product set seo_title = :by where slug = :slug")
SLUGS = ("mug-a", "mug-b", "mug-c")


def test_writers_of_the_same_rows_neither_deadlock_nor_skip_or_repeat_a_number(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        for slug in SLUGS:
            add_product(connection, slug)
        connection.commit()
        first = revision(connection) + 1
    with ThreadPoolExecutor(WRITERS) as pool:
        taken = [
            number
            for numbers in pool.map(lambda by: write(catalog, by), range(WRITERS))
            for number in numbers
        ]
    assert sorted(taken) == list(range(first, first + WRITERS * WRITES))
    with catalog.connection("write_api") as connection:
        log = text("select number, nonce from staff.revision_log where number >= :first order by number")
        rows = connection.execute(log, {"first": first}).all()
        assert [row.number for row in rows] == sorted(taken)
        assert len({row.nonce for row in rows}) == len(rows)
        complete = text("select count(*) from staff.change where revision >= :first and entity = 'product'")
        assert connection.execute(complete, {"first": first}).scalar_one() == len(rows) * len(SLUGS)


def write(catalog: Postgres, by: int) -> list[int]:
    numbers = []
    with catalog.connection("write_api") as connection:
        for turn in range(WRITES):
            for slug in SLUGS if (by + turn) % 2 else reversed(SLUGS):
                connection.execute(UP, {"by": f"{by}/{turn}", "slug": slug})
            numbers.append(revision(connection))
            connection.commit()
    return numbers


def test_a_snapshot_of_the_standby_is_never_torn(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        for slug in SLUGS:
            add_product(connection, slug)
        connection.commit()
    catalog.wait_for_replay()
    done = Event()
    with ThreadPoolExecutor(3) as pool, catalog.connection("read_staff", catalog.standby) as reader:
        writers = [pool.submit(keep_writing, catalog, by, done) for by in range(3)]
        try:
            seen = [look(reader) for _ in range(SNAPSHOTS)]
        finally:
            done.set()
        assert sum(writer.result() for writer in writers) > 0
    assert all(newest == logged == changed == shown for newest, logged, changed, shown in seen)
    assert len({newest for newest, *_ in seen}) > 1
    assert seen == sorted(seen)


def keep_writing(catalog: Postgres, by: int, done: Event) -> int:
    written = 0
    while not done.is_set():
        written += len(write(catalog, by))
    return written


def look(reader: Connection) -> tuple[int, int, int, int]:
    """Four statements in one transaction of the reader, which is REPEATABLE READ by its role."""
    parts = [
        reader.execute(text("select number from published.revision")).scalar_one(),
        reader.execute(text("select max(number) from published.revision_log")).scalar_one(),
        reader.execute(text("select max(revision) from staff.change")).scalar_one(),
        reader.execute(text("select max(revision) from staff.product")).scalar_one(),
    ]
    reader.rollback()
    return (parts[0], parts[1], parts[2], parts[3])
