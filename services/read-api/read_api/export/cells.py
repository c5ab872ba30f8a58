"""How single cells of CSV are written, so that an import reads the same again."""

import csv
import json
import re
from io import StringIO

FORMULA = re.compile(r"'*[=+\-@\t\r]")
"""What a spreadsheet would take for a formula, and what would be taken for the guard against that."""


def guarded(cell: str) -> str:
    """With an apostrophe before what begins like a formula (CSV injection); an import takes it away."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def tags(names: list[str]) -> str:
    """Separated by commas; one that has a comma itself stands in quotation marks."""
    written = StringIO()
    csv.writer(written, lineterminator="").writerow(names)
    return written.getvalue()


def flag(value: bool) -> str:
    return "TRUE" if value else "FALSE"


def as_json(value: object) -> str:
    """JSON on one line; nothing for what is empty."""
    return json.dumps(value, ensure_ascii=False) if value else ""


def optional(value: object) -> str:
    return "" if value is None else str(value)
