"""Pictures that tests upload, and what has become of them."""

import io
import struct
import zlib
from typing import Any

from PIL import Image
from werkzeug.test import TestResponse

from tests.services.write_api.client import Client
from tests.services.write_api.history import History

RED, BLUE = (200, 30, 40), (30, 40, 200)
Color = tuple[int, ...]


def upload(client: Client, data: bytes, content_type: str | None = "image/png", **how: Any) -> TestResponse:
    return client.send("POST", "/v1/media", data=data, content_type=content_type, **how)


def picture(width: int, height: int) -> Image.Image:
    """Red in its upper half, blue in its lower."""
    drawn = Image.new("RGB", (width, height), BLUE)
    drawn.paste(RED, (0, 0, width, height // 2))
    return drawn


def encoded(image: Image.Image, kind: str, **how: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **how)
    return file.getvalue()


def png(width: int, height: int, pixels: bytes, *chunks: bytes) -> bytes:
    """A PNG of 8 bits of grey as whoever draws bombs writes it: the header need not be true."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def rendition(history: History, ending: str) -> Image.Image:
    """The widest one of the one picture there is, in this format."""
    rows = history.rows(
        "select bytes from published.media_rendition where format = :ending order by width desc",
        ending=ending,
    )
    return Image.open(io.BytesIO(rows[0]["bytes"]))


def near(color: Any, expected: Color, by: int = 12) -> bool:
    return all(abs(one - other) <= by for one, other in zip(color, expected, strict=True))
