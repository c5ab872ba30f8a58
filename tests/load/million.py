"""Fills a migrated catalog with as many plausible products as asked: the same ones for the same seed.

Rows come by set-based SQL without triggers, so that a million takes minutes. What triggers would have derived
is computed by the `catalog.rebuild_…` functions of the migrations.
"""

import math
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random
from typing import Any

from psycopg2.extras import execute_values
from sqlalchemy import Connection, text

SQL = Path(__file__).with_name("million.sql")
MODIFIERS, NOUNS_OF_A_CATEGORY, PROSE, PHRASES, TAG_SETS, PICTURES = 3500, 8, 8000, 20_000, 4000, 40
ROOTS, BRANCHES, CATEGORIES, TAGS = 8, 40, 200, 300
FAMILIAR = [
    "blue",
    "green",
    "white",
    "black",
    "red",
    "grey",
    "brown",
    "yellow",
    "small",
    "large",
    "tall",
    "round",
    "oval",
    "square",
    "glazed",
    "celadon",
    "tenmoku",
    "shino",
    "raku",
    "stoneware",
    "porcelain",
    "earthenware",
    "wooden",
    "oak",
    "walnut",
    "linen",
    "cotton",
    "wool",
    "brass",
    "copper",
    "iron",
    "glass",
    "handmade",
    "matt",
    "glossy",
    "speckled",
    "striped",
    "plain",
    "rustic",
    "modern",
    "vintage",
]
THINGS = [
    "mug",
    "bowl",
    "plate",
    "cup",
    "vase",
    "teapot",
    "pitcher",
    "jar",
    "lamp",
    "candle",
    "tray",
    "basket",
    "cushion",
    "blanket",
    "towel",
    "apron",
    "board",
    "spoon",
    "knife",
    "box",
    "clock",
    "mirror",
    "frame",
    "hook",
    "stool",
    "bench",
    "shelf",
    "table",
    "chair",
    "rug",
]
GLUE = [
    "the",
    "and",
    "with",
    "for",
    "of",
    "in",
    "a",
    "to",
    "on",
    "is",
    "it",
    "by",
    "from",
    "as",
    "that",
    "this",
    "each",
    "every",
    "our",
    "your",
    "more",
]

# Statement triggers off, indexes away: this is a load, not a sequence of writes.
SETTINGS = """
    set local session_replication_role = replica;
    set local maintenance_work_mem = '512MB';
    set local work_mem = '256MB';
    set local mstore.actor = 'million';
"""
INDEXES = """
    select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
      from pg_index
     where indrelid::regclass::text = any (%s) and not indisunique and not indisexclusion
     order by pg_get_indexdef(indexrelid)
"""
CHECKS = """
    select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition
      from pg_constraint
     where connamespace = 'catalog'::regnamespace and conrelid::regclass::text = any (%s) and contype = 'c'
     order by conname
"""
FILLED = ["catalog.product", "catalog.variant", "catalog.product_media"]
DERIVED = ["catalog.listing", "catalog.searched"]
REBUILDS = """
    select oid::regprocedure::text from pg_proc
     where pronamespace = 'catalog'::regnamespace and proname like 'rebuild\\_%' and pronargs = 0
     order by proname
"""


def fill(connection: Connection, count: int, seed: int = 1) -> None:
    """Add products to an empty catalog as one revision, in the connection's transaction, as superuser.

    About 85 % are active, 80 % in stock; a title has 2 to 6 words, a description 30 to 80.
    """
    with closing(connection.connection.cursor()) as cursor:
        cursor.execute(SETTINGS)
        for table, columns, rows in _vocabulary(Random(seed)):
            cursor.execute(f"create temporary table {table} ({columns}) on commit drop")
            execute_values(cursor, f"insert into {table} values %s", rows, page_size=5000)  # noqa: S608
        with _unindexed(cursor, FILLED), _unchecked(cursor, FILLED):
            cursor.execute(SQL.read_text(encoding="utf-8"), {"count": count, "seed": seed})
        cursor.execute("analyze")
        with _unindexed(cursor, DERIVED):
            cursor.execute(REBUILDS)
            for (function,) in cursor.fetchall():
                cursor.execute(f"select {function}")
        cursor.execute("analyze")


@contextmanager
def _unindexed(cursor: Any, tables: list[str]) -> Iterator[None]:
    """Indexes are made faster of all rows at once."""
    cursor.execute(INDEXES, (tables,))
    indexes = cursor.fetchall()
    for name, _ in indexes:
        cursor.execute(f"drop index {name}")
    yield
    for _, definition in indexes:
        cursor.execute(definition)


@contextmanager
def _unchecked(cursor: Any, tables: list[str]) -> Iterator[None]:
    """Much of what it is made of is known to be well-formed; the checks would take a third of the time."""
    cursor.execute(CHECKS, (tables,))
    checks = cursor.fetchall()
    for table, name, _ in checks:
        cursor.execute(f"alter table {table} drop constraint {name}")
    yield
    for table, name, definition in checks:
        cursor.execute(f"alter table {table} add constraint {name} {definition} not valid")


def searches(connection: Connection, count: int, seed: int = 1) -> list[dict[str, str]]:
    """What people type: one to three words of a title, the last often only begun, some in a category."""
    random = Random(seed)
    sample = text("""
        select title, (select slug from catalog.category where id = category_id) as category
          from catalog.product where is_public order by md5(id::text || :seed) limit :count
    """)
    rows = connection.execute(sample, {"count": count, "seed": str(seed)}).all()
    return [_search(random, row.title, row.category) for row in rows]


def _search(random: Random, title: str, category: str) -> dict[str, str]:
    words = title.split()
    chosen = random.sample(words, min(len(words), random.choice([1, 1, 2, 2, 3])))
    if random.random() < 0.4 and len(chosen[-1]) > 3:
        chosen[-1] = chosen[-1][: random.randint(3, len(chosen[-1]) - 1)]
    query = {"q": " ".join(chosen)}
    return query | ({"category": category} if random.random() < 0.2 else {})


def _vocabulary(random: Random) -> Iterator[tuple[str, str, list[tuple[object, ...]]]]:
    """Temporary tables to draw from, each with its columns and rows; a row's number is its rank."""
    invented = _invented(random, MODIFIERS + CATEGORIES * NOUNS_OF_A_CATEGORY + PROSE + TAGS)
    modifiers = FAMILIAR + [next(invented) for _ in range(MODIFIERS - len(FAMILIAR))]
    nouns = THINGS + [next(invented) for _ in range(CATEGORIES * NOUNS_OF_A_CATEGORY - len(THINGS))]
    random.shuffle(nouns)
    prose = [next(invented) for _ in range(PROSE)]
    tags = FAMILIAR + [next(invented) for _ in range(TAGS - len(FAMILIAR))]
    yield "modifier", "rank integer primary key, word text", _ranked(word.capitalize() for word in modifiers)
    yield "noun", "rank integer primary key, word text", _ranked(word.capitalize() for word in nouns)
    yield (
        "phrase",
        "rank integer primary key, words text",
        _ranked(_phrase(random, prose, modifiers + nouns) for _ in range(PHRASES)),
    )
    yield (
        "tag_set",
        "rank integer primary key, tags text[]",
        _ranked(
            list(dict.fromkeys(_draw(random, tags, 15) for _ in range(random.randint(0, 5))))
            for _ in range(TAG_SETS)
        ),
    )
    yield (
        "place",
        "rank integer primary key, parent integer",
        _ranked(
            None
            if n < ROOTS
            else random.randrange(ROOTS)
            if n < BRANCHES
            else random.randrange(ROOTS, BRANCHES)
            for n in range(CATEGORIES)
        ),
    )


def _ranked(values: object) -> list[tuple[object, ...]]:
    return list(enumerate(values))  # type: ignore[call-overload, no-any-return]


def _invented(random: Random, count: int) -> Iterator[str]:
    """Different words of two or three syllables, none of them familiar."""
    known = {*FAMILIAR, *THINGS, *GLUE}
    while True:
        word = "".join(
            random.choice("bdfgklmnprstvz") + random.choice("aeiou") + random.choice(["", "", "n", "r", "l"])
            for _ in range(random.choice([2, 3, 3]))
        )
        if word not in known:
            known.add(word)
            yield word


def _draw(random: Random, words: list[str], offset: float) -> str:
    """One of the words by the law of Zipf and Mandelbrot: rank r is as likely as 1 / (r + offset)."""
    rank = offset * math.pow((len(words) + offset) / offset, random.random()) - offset
    return words[min(int(rank), len(words) - 1)]


def _phrase(random: Random, prose: list[str], of_titles: list[str]) -> str:
    """Ten to sixteen words, half of them glue, one in ten of those that titles have too."""
    drawn = (
        random.choice(GLUE) if part < 0.45 else _draw(random, prose if part < 0.9 else of_titles, 10)
        for part in (random.random() for _ in range(random.randint(10, 16)))
    )
    return " ".join(drawn).capitalize() + "."
