"""A picture looks as it was meant, and what is shown holds nothing but the picture."""

import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image, ImageCms, JpegImagePlugin

from tests.services.write_api import profiles
from tests.services.write_api.client import Client
from tests.services.write_api.drawn import BLUE, RED, Color, encoded, near, picture, png, rendition, upload
from tests.services.write_api.history import History

ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825
SECRET = b"Hauptstrasse 7"
WHERE = {1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 36.0), 29: SECRET.decode()}
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><exif:GPSLatitude>Hauptstrasse 7</exif:GPSLatitude></x:xmpmeta>'
KINDS = ("JPEG", "PNG", "WEBP", "AVIF")
ENDINGS = ("jpg", "webp", "avif")
# Where the upper left corner of what was taken is in what is to be seen: EXIF 2.3, 4.6.4 A.
CORNERS = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (0, 0), 6: (1, 0), 7: (1, 1), 8: (0, 1)}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("orientation", CORNERS)
def test_a_picture_is_upright_however_the_camera_was_held(
    owner: Client, history: History, kind: str, orientation: int
) -> None:
    taken = Image.new("RGB", (600, 400), BLUE)
    taken.paste(RED, (0, 0, 300, 200))
    exif = Image.Exif()
    exif[ORIENTATION] = orientation

    shown = upload(owner, encoded(taken, kind, exif=exif)).get_json()

    size = (600, 400) if orientation < 5 else (400, 600)
    assert (shown["width"], shown["height"]) == size
    for ending in ENDINGS:
        seen = rendition(history, ending).convert("RGB")
        assert seen.size == size
        corners = {
            (x, y): seen.getpixel((x * (size[0] - 1), y * (size[1] - 1))) for x in (0, 1) for y in (0, 1)
        }
        assert near(corners.pop(CORNERS[orientation]), RED)
        assert all(near(other, BLUE) for other in corners.values())


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_exif_that_cannot_be_read_turns_nothing(owner: Client, kind: str) -> None:
    assert upload(owner, encoded(picture(60, 40), kind, exif=b"Exif\0\0no EXIF")).status_code == 201


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_but_the_picture_is_shown(owner: Client, history: History, kind: str) -> None:
    exif = Image.Exif()
    exif[MAKER] = SECRET.decode()
    exif.get_ifd(GPS).update(WHERE)
    how: dict[str, Any] = {"exif": exif, "xmp": XMP, "icc_profile": profiles.of_rgb(profiles.DISPLAY_P3, 2.2)}
    if kind == "JPEG":
        how["comment"] = SECRET
    data = encoded(picture(600, 400), kind, **how)
    if kind == "JPEG":  # IPTC, as newspapers and Photoshop write it
        iptc = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x13\x1c\x02\x5a\0\x0e" + SECRET + b"\0"
        data = data[:2] + b"\xff\xed" + struct.pack(">H", len(iptc) + 2) + iptc + data[2:]
    taken = Image.open(io.BytesIO(data))
    assert taken.getexif().get_ifd(GPS)[2] == (52.0, 31.0, 12.0)
    assert data.count(SECRET) >= 2

    upload(owner, data)

    for row in history.rows("select bytes from published.media_rendition"):
        holds = bytes(row["bytes"])
        shown = Image.open(io.BytesIO(holds))
        assert SECRET not in holds
        assert not {name.lower() for name in shown.info} & {
            "exif",
            "icc_profile",
            "comment",
            "xmp",
            "photoshop",
        }
        assert not dict(shown.getexif())
        assert not [
            name for name in (b"Exif", b"EXIF", b"XMP ", b"xmpmeta", b"ICCP", b"8BIM") if name in holds
        ]
        if isinstance(shown, JpegImagePlugin.JpegImageFile):
            assert [name for name, _ in shown.applist] == ["APP0"]


WIDE = {
    "Display P3": (profiles.of_rgb(profiles.DISPLAY_P3, 2.2), "RGB", (180, 120, 80), (192, 117, 70)),
    "Adobe RGB": (profiles.of_rgb(profiles.ADOBE_RGB, 2.2), "RGB", (120, 160, 100), (99, 161, 96)),
    "with alpha": (profiles.of_rgb(profiles.ADOBE_RGB, 2.2), "RGBA", (120, 160, 100, 255), (99, 161, 96)),
    "linear grey": (profiles.of_grey(1.0), "L", 55, (128, 128, 128)),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", WIDE)
def test_colours_of_a_profile_are_those_that_it_means(
    owner: Client, history: History, name: str, kind: str
) -> None:
    profile, mode, given, meant = WIDE[name]
    if (kind == "JPEG" and mode == "RGBA") or (kind in ("WEBP", "AVIF") and mode == "L"):
        return  # such files there are not
    upload(owner, encoded(Image.new(mode, (64, 64), given), kind, icc_profile=profile, quality=95))

    for ending in ENDINGS:
        assert near(rendition(history, ending).convert("RGB").getpixel((30, 30)), meant, by=8)


def test_a_picture_for_print_has_the_colours_of_its_inks(owner: Client, history: History) -> None:
    inks = Image.new("CMYK", (64, 64), (255, 0, 0, 0))
    inks.paste((0, 0, 0, 0), (0, 0, 64, 32))

    upload(owner, encoded(inks, "JPEG", icc_profile=profiles.of_press_with_red_for_cyan(), quality=95))

    shown = rendition(history, "jpg")
    red, green, blue = shown.getpixel((30, 50))
    assert (red > 100, green < 40, blue < 40) == (True, True, True)
    assert near(shown.getpixel((30, 10)), (255, 255, 255))


def test_a_picture_for_print_without_a_profile_is_shown_too(owner: Client, history: History) -> None:
    upload(owner, encoded(Image.new("CMYK", (64, 64), (0, 255, 255, 0)), "JPEG"))

    assert near(rendition(history, "jpg").getpixel((30, 30)), (255, 0, 0))


@pytest.mark.parametrize(
    "profile", [b"broken", profiles.of_press_with_red_for_cyan()], ids=["broken", "of a press"]
)
def test_a_profile_that_cannot_be_the_picture_s_says_nothing(
    owner: Client, history: History, profile: bytes
) -> None:
    upload(owner, encoded(picture(60, 40), "PNG", icc_profile=profile))

    assert near(rendition(history, "jpg").getpixel((30, 5)), RED)


@pytest.mark.parametrize(
    ("make", "meant"),
    [
        (lambda: Image.new("L", (50, 50), 128), (128, 128, 128)),
        (lambda: Image.new("1", (50, 50), 1), (255, 255, 255)),
        (lambda: Image.new("RGB", (50, 50), RED).convert("P"), RED),
        (lambda: Image.new("LA", (50, 50), (128, 255)), (128, 128, 128)),
        (lambda: Image.new("I;16", (50, 50), 128 * 256), (128, 128, 128)),
        (lambda: Image.new("RGBA", (50, 50), (*RED, 0)), (255, 255, 255)),
    ],
    ids=["grey", "black and white", "palette", "grey with alpha", "16 bits of grey", "transparent"],
)
def test_every_kind_of_png_is_shown(
    owner: Client, history: History, make: Callable[[], Image.Image], meant: Color
) -> None:
    assert upload(owner, encoded(make(), "PNG")).status_code == 201
    assert near(rendition(history, "jpg").getpixel((25, 25)), meant)


@pytest.mark.parametrize("mode", ["P", "L", "RGB"])
def test_one_colour_of_a_png_may_be_transparent(owner: Client, history: History, mode: str) -> None:
    drawn = Image.new(mode, (60, 60), 0)
    drawn.paste(1 if mode == "P" else (255 if mode == "L" else (255, 255, 255)), (0, 0, 60, 30))
    if mode == "P":
        drawn.putpalette([0, 0, 0, *RED])

    upload(owner, encoded(drawn, "PNG", transparency=(0, 0, 0) if mode == "RGB" else 0))

    alpha = rendition(history, "webp").getchannel("A")
    assert (alpha.getpixel((30, 10)), alpha.getpixel((30, 50))) == (255, 0)


def frames(image: Image.Image) -> int:
    """Of some formats only what moves says how many it has."""
    return int(getattr(image, "n_frames", 1))


@pytest.mark.parametrize("kind", ["WEBP", "PNG", "AVIF"])
def test_of_what_moves_the_first_moment_is_shown(owner: Client, history: History, kind: str) -> None:
    first, second = (Image.new("RGB", (64, 64), color) for color in (RED, BLUE))
    data = encoded(first, kind, save_all=True, append_images=[second], duration=100)
    assert frames(Image.open(io.BytesIO(data))) == 2

    upload(owner, data)

    for ending in ENDINGS:
        shown = rendition(history, ending)
        assert frames(shown) == 1
        assert near(shown.convert("RGB").getpixel((30, 30)), RED)


def test_of_a_camera_s_jpeg_with_a_preview_the_picture_is_shown(owner: Client, history: History) -> None:
    data = encoded(picture(600, 400), "MPO", save_all=True, append_images=[Image.new("RGB", (60, 40))])
    assert Image.open(io.BytesIO(data)).format == "MPO"

    assert upload(owner, data, "image/jpeg").get_json()["width"] == 600
    assert near(rendition(history, "jpg").getpixel((300, 50)), RED)


def test_a_sixteen_bit_colour_png_is_as_bright_as_it_was(owner: Client, history: History) -> None:
    rows = (b"\0" + struct.pack(">3H", 200 * 257, 30 * 257, 40 * 257) * 20) * 20
    data = bytearray(png(20, 20, zlib.compress(rows)))
    header = struct.pack(">IIBBBBB", 20, 20, 16, 2, 0, 0, 0)
    data[16:33] = header + struct.pack(">I", zlib.crc32(b"IHDR" + header))

    upload(owner, bytes(data))

    assert near(rendition(history, "jpg").getpixel((10, 10)), RED)


def test_what_has_srgb_s_own_profile_keeps_its_colours(owner: Client, history: History) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    upload(owner, encoded(picture(60, 40), "PNG", icc_profile=profile))

    assert near(rendition(history, "jpg").getpixel((30, 5)), RED)
