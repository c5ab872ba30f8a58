"""Makes of an uploaded picture the sizes that are shown: upright, in sRGB, without any of its metadata."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageCms, ImageOps

from write_api.refusals import NoImage

Size = tuple[int, int]

OPENED = ("JPEG", "PNG", "WEBP")
# MPO is what Pillow calls the JPEG of a camera that adds a preview.
CONTENT_TYPES = {"JPEG": "image/jpeg", "MPO": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
WIDTHS = (160, 320, 640, 1200)
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 16_383  # more than this no WebP can have
WEBP: dict[str, Any] = {"format": "WEBP", "quality": 80, "method": 3}
JPEG: dict[str, Any] = {"format": "JPEG", "quality": 82, "progressive": True}
ORIENTATION = 0x0112
TURNED = (5, 6, 7, 8)
OPAQUE = (255, 255)
SRGB = ImageCms.createProfile("sRGB")

# Our bound is checked before anything is decoded; Pillow's would warn, or refuse at another size.
Image.MAX_IMAGE_PIXELS = None


@dataclass(frozen=True)
class Rendition:
    """One encoded size. `format` is the ending in its address."""

    width: int
    format: str
    content_type: str
    data: bytes


@dataclass(frozen=True)
class Picture:
    """What is known of an upload. Width and height are of the upright picture; the colour is #rrggbb."""

    content_type: str
    width: int
    height: int
    color: str
    renditions: list[Rendition]


def read_picture(data: bytes) -> Picture:
    """Decode an upload and encode its sizes. Raises NoImage for no JPEG, PNG or WebP, or too large a one."""
    try:
        with Image.open(io.BytesIO(data), formats=OPENED) as image:
            return _read(image)
    except (NoImage, MemoryError):
        raise
    except Exception as error:  # a broken file breaks decoders in many ways, and none of them is our fault
        raise NoImage("The bytes are not a whole JPEG, PNG or WebP picture.") from error


def _read(image: Image.Image) -> Picture:
    if image.width * image.height > MOST_PIXELS or max(image.size) > LONGEST_SIDE:
        raise NoImage(f"A picture may have {MOST_PIXELS:,} pixels, and {LONGEST_SIDE:,} on each side.")
    content_type = CONTENT_TYPES[image.format or ""]
    turned = image.getexif().get(ORIENTATION) in TURNED
    width, height = (image.height, image.width) if turned else image.size
    largest = _largest(image, _fitted((width, height), WIDTHS[-1]), turned=turned)
    return Picture(content_type, width, height, _dominant_color(largest), list(_renditions(largest)))


def _largest(image: Image.Image, size: Size, *, turned: bool) -> Image.Image:
    """The picture upright and in this size, in sRGB with or without transparency, and nothing else in it."""
    image.draft(None, size[::-1] if turned else size)  # a JPEG may be decoded at a half, quarter or eighth
    profile = image.info.get("icc_profile")
    ImageOps.exif_transpose(image, in_place=True)  # a copy of the largest would be 200 MB more
    picture = _in_srgb(_scaled(_in_true_color(image), size), profile)
    picture.info.clear()
    return picture


def _fitted(size: Size, widest: int) -> Size:
    width, height = size
    return (width, height) if width <= widest else (widest, max(1, round(height * widest / width)))


def _scaled(image: Image.Image, size: Size) -> Image.Image:
    return image if image.size == size else image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _in_true_color(image: Image.Image) -> Image.Image:
    if image.mode in ("RGB", "RGBA", "CMYK"):
        return image
    if image.mode.startswith(("I", "F")):  # 16 bits of grey
        return image.convert("I").point(lambda value: value / 256).convert("L").convert("RGB")
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    colors = image.convert("RGB") if image.mode == "RGBA" else image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile)) if profile else SRGB
        converted = ImageCms.profileToProfile(colors, source, SRGB, outputMode="RGB") if profile else None
    except (ImageCms.PyCMSError, OSError):  # a profile that is none, or fits no such picture, says nothing
        converted = None
    picture = converted or colors.convert("RGB")
    if image.mode == "RGBA" and image.getchannel("A").getextrema() != OPAQUE:
        picture.putalpha(image.getchannel("A"))
    return picture


def _renditions(largest: Image.Image) -> Iterator[Rendition]:
    """The JPEG first, then a WebP of each width, each made of the one before."""
    yield _encoded(_on_white(largest), "jpg", "image/jpeg", JPEG)
    picture = largest
    for width in sorted({largest.width, *(w for w in WIDTHS if w < largest.width)}, reverse=True):
        picture = _scaled(picture, _fitted(picture.size, width))
        yield _encoded(picture, "webp", "image/webp", WEBP)


def _encoded(picture: Image.Image, ending: str, content_type: str, how: dict[str, Any]) -> Rendition:
    file = io.BytesIO()
    picture.save(file, **how)
    return Rendition(picture.width, ending, content_type, file.getvalue())


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode == "RGB":
        return picture
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.getchannel("A"))
    return ground


def _dominant_color(picture: Image.Image) -> str:
    """The most frequent of eight colours, as #rrggbb."""
    few = _on_white(picture).resize((32, 32), Image.Resampling.BOX).quantize(8)
    counts = few.histogram()
    index = counts.index(max(counts))
    red, green, blue = (few.getpalette() or [])[3 * index : 3 * index + 3]
    return f"#{red:02x}{green:02x}{blue:02x}"
