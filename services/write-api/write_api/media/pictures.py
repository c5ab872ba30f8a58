"""Makes of an uploaded picture one that can be shown: upright, in sRGB, without any of its metadata.

What it is, its bytes alone say. Its size is judged before anything is decoded, and of what is decoded no more
than the widest rendition is kept.
"""

import io
import re
from dataclasses import dataclass

from PIL import Image, ImageCms

from write_api.media.renditions import Rendition, Size, on_white, renditions, scaled, widest
from write_api.refusals import NoImage

# MPO is what Pillow calls the JPEG of a camera that adds a preview.
CONTENT_TYPES = {
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "AVIF": "image/avif",
}
OPENED = ("JPEG", "PNG", "WEBP", "AVIF")
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 16_383  # more than this no WebP can have
MOST_SCANS = 100  # ten are usual; each takes the time of a whole picture, however few bytes it has
MARKER = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])")
START_OF_IMAGE, END_OF_IMAGE, START_OF_SCAN = b"\xd8", b"\xd9", b"\xda"
ORIENTATION = 0x0112
TURN = Image.Transpose
UPRIGHT = {  # by EXIF's orientation
    2: TURN.FLIP_LEFT_RIGHT,
    3: TURN.ROTATE_180,
    4: TURN.FLIP_TOP_BOTTOM,
    5: TURN.TRANSPOSE,
    6: TURN.ROTATE_270,
    7: TURN.TRANSVERSE,
    8: TURN.ROTATE_90,
}
ON_THEIR_SIDE = (5, 6, 7, 8)
SCALED_AS_THEY_ARE = ("L", "LA", "RGB", "RGBA", "CMYK")
OPAQUE = (255, 255)
SRGB = ImageCms.createProfile("sRGB")

# Our bound is checked before anything is decoded; Pillow's would warn, or refuse at another size.
Image.MAX_IMAGE_PIXELS = None
Image.init()


@dataclass(frozen=True)
class Picture:
    """What is known of an upload. Width and height are of the upright picture; the colour is #rrggbb."""

    content_type: str
    width: int
    height: int
    color: str
    renditions: list[Rendition]


def is_of_known_type(data: bytes) -> bool:
    """Whether the bytes begin as a JPEG, PNG, WebP or AVIF does."""
    accepts = [Image.OPEN[kind][1] for kind in OPENED]
    return any(accept is not None and accept(data[:16]) is True for accept in accepts)


def read_picture(data: bytes) -> Picture:
    """Decode an upload and encode its sizes. Raises NoImage for what is none, or too large."""
    try:
        with Image.open(io.BytesIO(data), formats=OPENED) as image:
            _refuse_too_large(image, data)
            return _read(image)
    except (NoImage, MemoryError):
        raise
    except Exception as error:  # a broken file breaks decoders in many ways, and none of them is our fault
        raise NoImage("The bytes are not a whole JPEG, PNG, WebP or AVIF picture.") from error


def _refuse_too_large(image: Image.Image, data: bytes) -> None:
    """Before anything of it is decoded."""
    if image.width * image.height > MOST_PIXELS or max(image.size) > LONGEST_SIDE:
        raise NoImage(f"A picture may have {MOST_PIXELS:,} pixels, and {LONGEST_SIDE:,} on each side.")
    if CONTENT_TYPES[image.format or ""] == "image/jpeg" and _has_too_many_scans(data):
        raise NoImage(f"A progressive JPEG may have {MOST_SCANS} scans.")


def _has_too_many_scans(jpeg: bytes) -> bool:
    scans, place = 0, 0
    while (found := MARKER.search(jpeg, place)) and found[1] != END_OF_IMAGE and scans <= MOST_SCANS:
        scans += found[1] == START_OF_SCAN
        place = found.end()
        if found[1] != START_OF_IMAGE:  # all others tell how long they are, but not the scan that follows
            place += int.from_bytes(jpeg[place : place + 2], "big")
    return scans > MOST_SCANS


def _read(image: Image.Image) -> Picture:
    content_type = CONTENT_TYPES[image.format or ""]
    orientation = _orientation(image)
    width, height = image.size[::-1] if orientation in ON_THEIR_SIDE else image.size
    size = widest((width, height))
    picture = _scaled(image, size[::-1] if orientation in ON_THEIR_SIDE else size)
    if orientation in UPRIGHT:
        picture = picture.transpose(UPRIGHT[orientation])
    shown = _in_srgb(picture, image.info.get("icc_profile"))
    shown.info.clear()
    return Picture(content_type, width, height, _dominant_color(shown), list(renditions(shown)))


def _orientation(image: Image.Image) -> int | None:
    try:
        return image.getexif().get(ORIENTATION)
    except MemoryError:
        raise
    except Exception:  # EXIF that is broken says nothing, and breaks Pillow's reader in many ways
        return None


def _scaled(image: Image.Image, size: Size) -> Image.Image:
    """In this size, and in a mode of SCALED_AS_THEY_ARE; scaled before all else where that can be."""
    image.draft(None, size)  # a JPEG may be decoded at a half, quarter or eighth
    if image.mode in SCALED_AS_THEY_ARE and "transparency" not in image.info:
        return scaled(image, size)
    if image.mode.startswith("I"):  # 16 bits of grey
        return scaled(image.convert("I"), size).point(lambda value: value / 256).convert("L")
    return scaled(image.convert("RGBA" if image.has_transparency_data else "RGB"), size)


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """As RGB, or RGBA where anything of it is transparent."""
    colors = image.convert(image.mode.removesuffix("A")) if image.mode in ("LA", "RGBA") else image
    picture = _converted(colors, profile) or colors.convert("RGB")
    if colors is not image and image.getchannel("A").getextrema() != OPAQUE:
        picture.putalpha(image.getchannel("A"))
    return picture


def _converted(colors: Image.Image, profile: bytes | None) -> Image.Image | None:
    """The colours that the profile means; None without one that is whole and for such a picture."""
    if not profile:
        return None
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(colors, source, SRGB, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return None


def _dominant_color(picture: Image.Image) -> str:
    """The most frequent of its eight main colours, as #rrggbb."""
    few = on_white(picture).resize((64, 64), Image.Resampling.BOX).quantize(8, kmeans=8)
    counts = few.histogram()
    index = counts.index(max(counts))
    red, green, blue = (few.getpalette() or [])[3 * index : 3 * index + 3]
    return f"#{red:02x}{green:02x}{blue:02x}"
