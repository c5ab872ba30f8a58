"""Decides how the bytes of a file are read as text, without ever holding all of it."""

import codecs
import io
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TextIO

from write_api.imports.drafts import BrokenFile

Chunks = Callable[[], Iterable[bytes]]
"""The file's pieces, from its beginning, as often as one asks."""

BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
FALLBACK = "cp1252"
GUESSED = (
    "The file is not UTF-8. It was read as Windows-1252: look at letters with accents, and save it as UTF-8 "
    "if they are wrong."
)


def encoding_of(chunks: Chunks) -> str:
    """The name of the codec. Raises BrokenFile for what is no text, with the line where that shows."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines, is_utf8 = 1, True
    for number, chunk in enumerate(chunks()):
        if number == 0:
            for bom, name in BOMS:
                if chunk.startswith(bom):
                    return name
        if b"\x00" in chunk:
            line = lines + chunk[: chunk.index(b"\x00")].count(b"\n")
            raise BrokenFile("This is no text: it has a null byte. Export the sheet as CSV.", line)
        lines += chunk.count(b"\n")
        is_utf8 = is_utf8 and _decodes(decoder, chunk)
    return "utf-8" if is_utf8 and _decodes(decoder, b"", final=True) else FALLBACK


def open_text(chunks: Chunks, encoding: str) -> TextIO:
    """The text by lines, whose ends stay as they are. What cannot be decoded shows as a replacement sign."""
    return io.TextIOWrapper(
        io.BufferedReader(_Joined(iter(chunks()))), encoding, errors="replace", newline=""
    )


def _decodes(decoder: codecs.IncrementalDecoder, data: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(data, final)
    except UnicodeDecodeError:
        return False
    return True


class _Joined(io.RawIOBase):
    """Pieces of bytes as one file."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        super().__init__()
        self._pieces, self._rest = pieces, memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        wanted = memoryview(buffer).cast("B")
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = memoryview(piece)
        taken = min(len(wanted), len(self._rest))
        wanted[:taken] = self._rest[:taken]
        self._rest = self._rest[taken:]
        return taken
