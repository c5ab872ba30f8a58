"""What a file says of a product, before it is compared with the catalog."""

from dataclasses import dataclass, field
from typing import Any

Document = dict[str, Any]


@dataclass(frozen=True)
class Note:
    """Something to tell of a row: where, and what. `column` is as the file spells it."""

    detail: str
    line: int | None = None
    column: str | None = None

    def told(self) -> Document:
        return {"line": self.line, "column": self.column, "detail": self.detail}


class BrokenFile(Exception):
    """Nothing can be planned of this file. `line` is where it breaks, counted from 1."""

    def __init__(self, detail: str, line: int | None = None) -> None:
        super().__init__(detail)
        self.detail, self.line = detail, line


@dataclass(frozen=True)
class VariantDraft:
    """The members of a variant that the file gives. `options` is None where it does not say which variant."""

    line: int
    options: dict[str, str] | None
    members: Document


@dataclass(frozen=True)
class ImageDraft:
    """A picture by its address, its SHA-256, or both. `alt` is None where the file does not say."""

    line: int
    url: str | None
    sha256: str | None
    alt: str | None


Path = list[tuple[str | None, str | None]]
"""Categories from the first level down, each by slug, by title, or both."""


@dataclass
class Draft:
    """What a file says of one product. What it does not say is not in `members`.

    `category` is a path, [] for none, None where the file does not say; `category_column` is where it says
    so. `own` are attributes that are given one by one; None takes one away.
    """

    handle: str
    lines: list[int]
    members: Document = field(default_factory=dict)
    options: list[str] | None = None
    variants: list[VariantDraft] = field(default_factory=list)
    images: list[ImageDraft] = field(default_factory=list)
    category: Path | None = None
    category_column: str | None = None
    own: dict[str, str | None] = field(default_factory=dict)
    errors: list[Note] = field(default_factory=list)
    warnings: list[Note] = field(default_factory=list)

    @property
    def title(self) -> str:
        return str(self.members.get("title") or "")

    def refuse(self, detail: str, line: int | None = None, column: str | None = None) -> None:
        self.errors.append(Note(detail, line or self.lines[0], column))

    def warn(self, detail: str, line: int | None = None, column: str | None = None) -> None:
        self.warnings.append(Note(detail, line or self.lines[0], column))
