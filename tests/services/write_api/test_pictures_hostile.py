"""What is no picture, or one that would take memory or time without end, is refused before it does."""

import struct
import zlib

import pytest
from PIL import Image

from tests.services.write_api.client import Client, slug_of
from tests.services.write_api.drawn import RED, chunk, encoded, picture, png, upload
from tests.services.write_api.history import History
from write_api.media import pictures

MEGABYTE = 1024 * 1024
PIXELS = zlib.compress(b"\0" * 110)  # of ten rows of ten


def zeros(megabytes: int) -> bytes:
    """So many, in a thousandth of the bytes."""
    squeeze = zlib.compressobj(9)
    return b"".join(squeeze.compress(bytes(MEGABYTE)) for _ in range(megabytes)) + squeeze.flush()


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def avif_that_says(width: int, height: int) -> bytes:
    data = bytearray(encoded(Image.new("RGB", (64, 64), RED), "AVIF"))
    place = data.index(b"ispe") + 8
    data[place : place + 8] = struct.pack(">II", width, height)
    return bytes(data)


def jpeg_of_scans(count: int) -> bytes:
    """A progressive JPEG whose last scan comes again and again."""
    data = encoded(picture(640, 640), "JPEG", progressive=True)
    start = data.rindex(b"\xff\xc4", 0, data.rindex(b"\xff\xda"))
    return data[:-2] + data[start:-2] * (count - data.count(b"\xff\xda")) + data[-2:]


REFUSED = {
    "a beginning": b"\xff\xd8\xff",
    "zeros": b"\x89PNG\r\n\x1a\n" + b"\0" * 50,
    "a name alone": b"\0\0\0\x20ftypavif" + b"\0" * 50,
    "half a JPEG": cut(encoded(picture(400, 400), "JPEG")),
    "half a PNG": cut(encoded(picture(400, 400), "PNG")),
    "half a WebP": cut(encoded(picture(400, 400), "WEBP")),
    "half an AVIF": cut(encoded(picture(400, 400), "AVIF")),
    "fewer rows than it says": png(4000, 4000, PIXELS),
    "a profile of 400 MB": png(10, 10, PIXELS, chunk(b"iCCP", b"x\0\0" + zeros(400))),
    "a text of 400 MB": png(10, 10, PIXELS, chunk(b"iTXt", b"x\0\1\0\0\0" + zeros(400))),
    "a hundred texts": png(10, 10, PIXELS, *[chunk(b"zTXt", b"x\0\0" + zeros(1))] * 100),
    "too many pixels in a PNG": png(10_000, 10_000, PIXELS),
    "too many pixels in an AVIF": avif_that_says(10_000, 10_000),
    "too many pixels in a WebP": encoded(Image.new("1", (8000, 8000)), "WEBP", method=0, quality=1),
    "too long": png(17_000, 1, PIXELS),
    "too many scans": jpeg_of_scans(101),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_shown_is_refused(owner: Client, history: History, name: str) -> None:
    answer = upload(owner, REFUSED[name])

    assert (answer.status_code, slug_of(answer)) == (422, "invalid-body")
    assert history.count("media") == history.count("media_rendition") == 0


@pytest.mark.parametrize("name", [name for name in REFUSED if name.startswith("too ")])
def test_what_is_too_large_is_refused_undecoded(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def decoded(*_: object) -> None:
        pytest.fail("It was decoded.")

    monkeypatch.setattr(Image.Image, "load", decoded)
    monkeypatch.setattr(pictures, "_read", decoded)

    with pytest.raises(pictures.NoImage, match=r"50,000,000 pixels, and 16,383 on|100 scans"):
        pictures.read_picture(REFUSED[name])


@pytest.mark.parametrize("scans", [10, 100])
def test_a_usual_progressive_jpeg_is_shown(owner: Client, scans: int) -> None:
    assert upload(owner, jpeg_of_scans(scans)).status_code == 201


def test_scans_of_what_follows_a_picture_do_not_count(owner: Client) -> None:
    film = encoded(picture(400, 400), "JPEG") + b"\xff\xda\0\2" * 1000

    assert upload(owner, film).status_code == 201


@pytest.mark.parametrize(
    "data",
    [b"", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", b"{}", b"\0\0\0\x20ftypheic"],
    ids=["nothing", "gif", "svg", "pdf", "json", "heic"],
)
@pytest.mark.parametrize("claimed", ["image/jpeg", "image/gif", None])
def test_another_type_is_refused(owner: Client, history: History, data: bytes, claimed: str | None) -> None:
    answer = upload(owner, data, claimed)

    assert (answer.status_code, slug_of(answer)) == (415, "unsupported-media-type")
    assert answer.headers["Accept"] == "image/jpeg, image/png, image/webp, image/avif"
    assert history.count("media") == 0


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_of_what_is_two_things_at_once_the_picture_alone_is_shown(
    owner: Client, history: History, kind: str
) -> None:
    page = b"<script>alert(1)</script>PK\x03\x04"

    assert upload(owner, encoded(picture(60, 40), kind) + page).status_code == 201

    rows = history.rows("select bytes from published.media_rendition")
    assert rows
    assert not [
        row for row in rows if b"script" in bytes(row["bytes"]) or b"PK\x03\x04" in bytes(row["bytes"])
    ]


def test_a_png_that_says_less_than_it_holds_is_no_larger_than_it_says(owner: Client) -> None:
    assert upload(owner, png(10, 10, zeros(400))).get_json()["width"] == 10


def test_a_lack_of_memory_is_not_the_picture_s_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def starved(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(pictures, "_scaled", starved)

    with pytest.raises(MemoryError):
        pictures.read_picture(encoded(picture(4, 4), "PNG"))
