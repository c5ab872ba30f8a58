"""The export as a stream of bytes: a few products are in memory at a time."""

import csv
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from io import StringIO
from typing import Any

import orjson

from read_api.export import queries, table
from read_api.export.documents import document
from read_api.replicas import Stream

BATCH = 100
MEDIA_TYPES = {"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl"}

Encode = Callable[[object], bytes]
Product = tuple[queries.Row, queries.Path, list[queries.Row]]
"""A product, the path to its category, and its pictures that are still to be fetched."""


def as_csv(stream: Stream, origin: str, style: str) -> Iterator[bytes]:
    """A header, then the rows of each product."""
    yield _written([table.header(style)])
    for products in _batches(stream):
        yield _written([row for each in products for row in table.rows(*each, origin=origin, style=style)])


def as_lines(stream: Stream, origin: str, encode: Encode) -> Iterator[bytes]:
    """A line for each product."""
    for products in _batches(stream):
        yield b"".join(encode(document(*each, origin=origin)) + b"\n" for each in products)


def _batches(stream: Stream) -> Iterator[list[Product]]:
    with closing(stream):
        paths = stream.ask(queries.paths)
        for batch in stream.batches(queries.every_product(), BATCH):
            rows = [{name: _parsed(value) for name, value in row.items()} for row in batch]
            ids = [row["id"] for row in rows]
            awaited = stream.ask(partial(queries.awaited, ids=ids))
            yield [(row, _path(row, paths), awaited.get(row["id"], [])) for row in rows]


def _parsed(value: Any) -> Any:
    """JSON of the database, which other answers pass on as it is."""
    return orjson.loads(orjson.dumps(value)) if isinstance(value, orjson.Fragment) else value


def _path(row: queries.Row, paths: dict[str, queries.Path]) -> queries.Path:
    return paths[row["category"]["slug"]] if row["category"] else []


def _written(rows: list[list[str]]) -> bytes:
    written = StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue().encode()
