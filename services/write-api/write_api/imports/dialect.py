"""Decides where a file's header is and what separates its cells, and reads its rows, one after another."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from write_api.imports.columns import TELLING, Columns, column_named
from write_api.imports.drafts import BrokenFile

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
LOOKED_AT = 20
"""So many lines at the beginning may come before the header."""

FORMULA = tuple("=+-@\t\r")
"""What a spreadsheet takes for a formula begins with one of these; an export puts an apostrophe before it."""

LARGEST_CELL = 2**20
csv.field_size_limit(LARGEST_CELL)


class Row(NamedTuple):
    """A row, the line on which it begins, counted from 1, and what is amiss with it, if anything."""

    line: int
    cells: list[str]
    fault: str = ""


class Header(NamedTuple):
    """The header: on which line, with which delimiter, and what its columns are."""

    line: int
    delimiter: str
    columns: Columns

    def notices(self) -> list[str]:
        """What was found out about the file, and what of it has no place in the catalog."""
        found = []
        if self.delimiter != ",":
            found.append(f"Cells are separated by {DELIMITERS[self.delimiter]}.")
        if self.line > 1:
            found.append(f"The header is on line {self.line}; what comes before it was left out.")
        if self.columns.ignored:
            found.append(f"Columns that are not taken: {', '.join(self.columns.ignored)}.")
        return found


def find_header(lines: Iterable[str]) -> Header:
    """The first of the lines that names most columns of products. Raises BrokenFile where there is none."""
    beginning = list(islice(lines, LOOKED_AT))
    best: tuple[int, int, str, list[str]] = (0, 0, ",", [])
    for delimiter in DELIMITERS:
        for line, cells, _ in _readable_rows(beginning, delimiter):
            known = [name for cell in cells if (name := column_named(cell))]
            if TELLING & set(known) and len(known) > best[0]:
                best = (len(known), line, delimiter, cells)
    _, line, delimiter, cells = best
    if not cells:
        raise BrokenFile(
            f"There is no header with Title or Handle in the first {LOOKED_AT} lines.",
            1 if beginning else None,
        )
    return Header(line, delimiter, Columns.of(cells, line))


def rows(lines: Iterator[str], header: Header) -> Iterator[Row]:
    """All rows below the header that are not blank. Raises BrokenFile at a quotation mark that is amiss."""
    reader = csv.reader(islice(lines, header.line - 1, None), delimiter=header.delimiter, strict=True)
    width = len(header.columns.names)
    next(reader)
    while True:
        line = header.line + reader.line_num
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise BrokenFile(_told(error), line) from error
        if any(cell.strip() for cell in cells):
            yield _fitting(cells, width, line)


def _fitting(cells: list[str], width: int, line: int) -> Row:
    fault = ""
    if any(cell.strip() for cell in cells[width:]):
        fault = (
            f"The row has {len(cells)} cells, but the header {width}: a cell with a delimiter in it needs "
            "quotation marks."
        )
    return Row(line, [unguarded(cell) for cell in cells[:width]], fault)


def _told(error: csv.Error) -> str:
    text = str(error)
    if "end of data" in text or "field limit" in text:
        return "The row has a quotation mark that is never closed."
    return "A quotation mark inside a cell has to be written twice."


def _readable_rows(lines: Sequence[str], delimiter: str) -> Iterator[Row]:
    reader = csv.reader(lines, delimiter=delimiter)
    while True:
        line = reader.line_num + 1
        try:
            yield Row(line, next(reader))
        except (StopIteration, csv.Error):
            return


def unguarded(cell: str) -> str:
    """The cell without the apostrophe of an export (read_api/export/cells.py puts it there)."""
    return cell[1:] if cell[:1] == "'" and cell.lstrip("'").startswith(FORMULA) else cell
