"""Reads a file once, from its first byte to its last, into groups of rows that are one product each."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TextIO

from write_api.fields import SLUG, Currency
from write_api.imports import assembly, dialect, encodings, jsonl
from write_api.imports.drafts import BrokenFile, Document, Draft
from write_api.imports.scratch import Kept, Scratch
from write_api.imports.sheet import Sheet
from write_api.slugs import slugify

MOST_LINES = 2_000_000
NO_HANDLE = "#"
"""No slug has this sign: what has neither handle nor title is a group of its own, by its line."""


@dataclass
class Reader:
    """What was found out about a file; `draft` makes a draft of one of its groups."""

    draft: Callable[[str, list[Kept]], Draft]
    sheet: Sheet | None = None
    notices: list[str] = field(default_factory=list)


def read_file(
    chunks: encodings.Chunks, scratch: Scratch, form: str, currency: Currency, *, clear: bool
) -> Reader:
    """Keep each row in `scratch`. Raises BrokenFile."""
    encoding = encodings.encoding_of(chunks)
    notices = [encodings.GUESSED] if encoding == encodings.FALLBACK else []
    read = _read_csv if form == "csv" else _read_jsonl
    reader = read(lambda: encodings.open_text(chunks, encoding), scratch, currency, clear)
    reader.notices[:0] = notices
    return reader


def _read_csv(open_text: Callable[[], TextIO], scratch: Scratch, currency: Currency, clear: bool) -> Reader:
    with open_text() as text:
        header = dialect.find_header(text)
    sheet = Sheet(header.columns, currency, clear=clear)
    with open_text() as text:
        for row in dialect.rows(text, header):
            cells = sheet.columns.cells(row.cells)
            sheet.see(cells)
            spelled = cells.pop("handle", "")
            _keep(scratch, Kept(row.line, spelled, cells, row.fault), cells.get("title", ""))

    def draft(handle: str, rows: list[Kept]) -> Draft:
        made = assembly.assemble(handle, [(row.number, row.content, row.fault) for row in rows], sheet)
        return _judge_handle(made, rows, sheet.columns.header("handle"))

    return Reader(draft, sheet, [*header.notices(), *sheet.notices()])


def _read_jsonl(open_text: Callable[[], TextIO], scratch: Scratch, _: Currency, clear: bool) -> Reader:
    with open_text() as text:
        for number, document, fault in jsonl.documents(text):
            slug, title = document.get("slug"), document.get("title")
            spelled = slug if isinstance(slug, str) else ""
            _keep(scratch, Kept(number, spelled, document, fault), title if isinstance(title, str) else "")

    def draft(handle: str, rows: list[Kept]) -> Draft:
        lines: list[tuple[int, Document, str]] = [(row.number, row.content, row.fault) for row in rows]
        return _judge_handle(jsonl.draft_of(handle, lines), rows, "/slug")

    return Reader(draft)


def _keep(scratch: Scratch, row: Kept, title: str) -> None:
    if row.number > MOST_LINES:
        raise BrokenFile(f"A file may have {MOST_LINES:,} lines.", row.number)
    spelled = row.spelled
    lone = f"{NO_HANDLE}{row.number}"
    handle = spelled if SLUG.fullmatch(spelled) else slugify(spelled or title, otherwise=lone)
    scratch.keep(handle, row)


def _judge_handle(draft: Draft, rows: list[Kept], column: str | None) -> Draft:
    spellings = {row.spelled.casefold() for row in rows}
    if draft.handle.startswith(NO_HANDLE):
        draft.refuse("The row has neither a handle nor a title.", column=column)
        draft.handle = ""
    elif len(spellings) > 1:
        told = ", ".join(sorted(map(repr, {row.spelled for row in rows})))
        draft.refuse(f"These become the same handle, {draft.handle!r}: {told}.", column=column)
    elif spellings == {""} and len(rows) > 1:
        draft.refuse("Several rows have this title, and no handle that tells them apart.", column=column)
    elif spellings not in ({""}, {draft.handle}) or rows[0].spelled not in ("", draft.handle):
        draft.warn(f"The handle becomes {draft.handle!r}.", column=column)
    return draft
