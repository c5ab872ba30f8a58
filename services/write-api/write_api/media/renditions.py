"""Decides in which widths and formats a picture is shown, and encodes them.

The qualities are those at which the formats look alike (ADR 22).
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from math import isqrt
from typing import Any

from PIL import Image

Size = tuple[int, int]

WIDTHS = (160, 320, 480, 640, 960, 1280, 1600)
JPEG_WIDTHS = (320, 640)  # and the widest: for the few that know neither AVIF nor WebP
MOST_PIXELS = 4_000_000  # of the widest: what is very tall would take as long as several pictures
# One thread, because the other worker wants a core, too. Speed 8 takes half the time for a few bytes more.
AVIF: dict[str, Any] = {"format": "AVIF", "quality": 60, "speed": 7, "max_threads": 1}
WIDE, WIDE_AVIF = 960, {**AVIF, "speed": 8}
WEBP: dict[str, Any] = {"format": "WEBP", "quality": 80, "method": 3}
JPEG: dict[str, Any] = {"format": "JPEG", "quality": 82, "progressive": True}


@dataclass(frozen=True)
class Rendition:
    """One encoded size. `format` is the ending in its address."""

    width: int
    format: str
    content_type: str
    data: bytes


def widest(size: Size) -> Size:
    """The size of a picture's widest rendition; never larger than the picture."""
    width, height = size
    return fitted(size, max(1, min(width, WIDTHS[-1], isqrt(MOST_PIXELS * width // height))))


def fitted(size: Size, width: int) -> Size:
    """The size in this width with the same proportions."""
    return width, max(1, round(size[1] * width / size[0]))


def scaled(image: Image.Image, size: Size) -> Image.Image:
    """The picture in this size."""
    return image if image.size == size else image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def renditions(picture: Image.Image) -> Iterator[Rendition]:
    """Each width in its formats: first the picture's own, then each made of the one before."""
    own = picture.width
    for width in sorted({own, *(width for width in WIDTHS if width < own)}, reverse=True):
        picture = scaled(picture, fitted(picture.size, width))
        yield _encoded(picture, "avif", "image/avif", WIDE_AVIF if width > WIDE else AVIF)
        yield _encoded(picture, "webp", "image/webp", WEBP)
        if width in (own, *JPEG_WIDTHS):
            yield _encoded(on_white(picture), "jpg", "image/jpeg", JPEG)


def on_white(picture: Image.Image) -> Image.Image:
    """The picture without transparency."""
    if picture.mode == "RGB":
        return picture
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.getchannel("A"))
    return ground


def _encoded(picture: Image.Image, ending: str, content_type: str, how: dict[str, Any]) -> Rendition:
    file = io.BytesIO()
    picture.save(file, **how)
    return Rendition(picture.width, ending, content_type, file.getvalue())
