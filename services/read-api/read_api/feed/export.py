"""The public catalog as JSON Lines: a header, a line for each thing, and an end that shows it is whole."""

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

from read_api.feed import queries
from read_api.replicas import Stream

BATCH = 100
"""Things that are held in memory at once."""

MEDIA_TYPE = "application/jsonl"
"""Registered nowhere yet, and what everybody calls it."""

Encode = Callable[[object], bytes]


def lines(stream: Stream, encode: Encode) -> Iterator[bytes]:
    """Pieces of the document, of one or more lines. What breaks the stream breaks the document off.

    The stream is closed with the last that is read of it.
    """
    token, count = stream.snapshot.token, 0
    yield encode({"revision": token.number, "token": str(token)}) + b"\n"
    with closing(stream):
        for entity, values in _batches(stream):
            count += len(values)
            yield b"".join(encode(_line(entity, value)) + b"\n" for value in values)
    yield encode({"end": True, "count": count}) + b"\n"


def _batches(stream: Stream) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    yield queries.SETTINGS, [stream.ask(queries.settings)]
    for entity, query in (("category", queries.every_category()), ("product", queries.every_product())):
        for rows in stream.batches(query, BATCH):
            yield entity, [dict(row) for row in rows]


def _line(entity: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"entity": entity, "id": value.get("id", entity), "value": value}
