"""How documents for programs are sent: as XML 1.0, which lacks characters that a text may have."""

import re
import time
from collections.abc import Iterable, Iterator

from flask import Response, render_template

CHUNK = 32_768
"""Characters of a long document that are sent at once."""

FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def document(template: str, content_type: str = "text/xml", **context: object) -> Response:
    """A document that is made at once, and kept as pages are."""
    text = FORBIDDEN.sub("", render_template(template, **context))
    return Response(text, content_type=f"{content_type}; charset=utf-8")


def stream(pieces: Iterable[str]) -> Iterator[str]:
    """The pieces of a long document, joined to what is worth sending; other requests get their turns."""
    held: list[str] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= CHUNK:
            yield FORBIDDEN.sub("", "".join(held))
            held, size = [], 0
            time.sleep(0)  # a reader who is never waited for would keep everybody else waiting
    yield FORBIDDEN.sub("", "".join(held))
