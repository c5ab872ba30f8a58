"""Reads files as the job does, without a database."""

from collections.abc import Iterator

from write_api.fields import Currency
from write_api.imports.drafts import Draft
from write_api.imports.reading import Reader, read_file
from write_api.imports.scratch import Scratch

EUR = Currency("EUR", 2)


def drafts_of(
    file: str | bytes, form: str = "csv", *, clear: bool = False, currency: Currency = EUR, pieces: int = 7
) -> tuple[Reader, list[Draft]]:
    """What was found out about the file, and a draft for each product; it comes in `pieces` of bytes."""
    data = file.encode() if isinstance(file, str) else file

    def chunks() -> Iterator[bytes]:
        return (data[place : place + pieces] for place in range(0, len(data), pieces))

    with Scratch() as scratch:
        reader = read_file(chunks, scratch, form, currency, clear=clear)
        return reader, [reader.draft(handle, rows) for handle, rows in scratch.products()]


def one(file: str | bytes, form: str = "csv", **how: bool) -> Draft:
    """The draft of a file with one product."""
    _, [draft] = drafts_of(file, form, **how)
    return draft
