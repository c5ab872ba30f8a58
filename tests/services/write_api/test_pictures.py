import hashlib
import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image, ImageCms, ImageDraw
from werkzeug.test import TestResponse

from tests.services.write_api.client import Client, slug_of
from tests.services.write_api.history import History
from write_api.media import pictures

RED, BLUE = (200, 30, 40), (30, 40, 200)
ORIENTATION, MAKER = 0x0112, 0x010F


def test_a_picture_is_kept_in_every_size_up_to_its_own(owner: Client, history: History) -> None:
    data = encoded(picture(900, 600), "JPEG")

    answer = upload(owner, data)

    sha256 = hashlib.sha256(data).hexdigest()
    assert answer.status_code == 201
    assert answer.get_json() == {
        "media": sha256,
        "url": f"/v1/media/{sha256}/900.jpg",
        "width": 900,
        "height": 600,
        "color": answer.get_json()["color"],
        "srcset": ", ".join(f"/v1/media/{sha256}/{width}.webp {width}w" for width in (160, 320, 640, 900)),
    }
    sizes = {(row["width"], row["format"]) for row in history.rows("select * from published.media_rendition")}
    assert sizes == {(900, "jpg"), (900, "webp"), (640, "webp"), (320, "webp"), (160, "webp")}
    [kept] = history.rows("select original from catalog.media")
    assert bytes(kept["original"]) == data


@pytest.mark.parametrize(
    ("size", "widths"), [((2400, 1800), [160, 320, 640, 1200]), ((640, 9), [160, 320, 640]), ((90, 90), [90])]
)
def test_no_picture_is_made_larger_or_wider_than_1200(
    owner: Client, history: History, size: tuple[int, int], widths: list[int]
) -> None:
    upload(owner, encoded(picture(*size), "PNG"))

    rows = history.rows("select * from published.media_rendition where format = 'webp' order by width")
    assert [Image.open(io.BytesIO(row["bytes"])).width for row in rows] == widths


def test_the_same_bytes_again_cost_nothing(owner: Client, history: History) -> None:
    data = encoded(picture(400, 300), "WEBP")

    first, second = upload(owner, data), upload(owner, data)

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.get_json() == second.get_json()
    assert history.count("media") == 1


def test_an_upload_is_no_revision_before_a_product_shows_it(owner: Client, history: History) -> None:
    before = history.revision()
    media = upload(owner, encoded(picture(400, 300), "PNG")).get_json()

    assert history.revision() == before
    image = owner.product(images=[{"media": media["media"], "alt": "A mug"}]).document["images"][0]
    assert image == {
        "media": media["media"],
        "url": media["url"],
        "alt": "A mug",
        "width": 400,
        "height": 300,
        "color": media["color"],
        "srcset": media["srcset"],
    }


def test_pictures_of_a_product_keep_their_order(owner: Client) -> None:
    first, second, third = (
        upload(owner, encoded(picture(100 + n, 100), "PNG")).get_json()["media"] for n in range(3)
    )
    made = owner.product(images=[{"media": first}, {"media": second}])

    answer = owner.send(
        "PATCH",
        made.path,
        {"images": [{"media": third}, {"media": first, "alt": "One"}]},
        if_match=made.tag,
    )

    assert [(image["media"], image["alt"]) for image in answer.get_json()["images"]] == [
        (third, ""),
        (first, "One"),
    ]


def test_a_picture_taken_sideways_is_shown_upright(owner: Client, history: History) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # the camera was turned: the first row is the right-hand side

    answer = upload(owner, encoded(picture(600, 400), "JPEG", exif=exif))

    assert (answer.get_json()["width"], answer.get_json()["height"]) == (400, 600)
    shown = rendition(history, "jpg")
    assert shown.size == (400, 600)
    assert near(shown.getpixel((390, 300)), RED)
    assert near(shown.getpixel((10, 300)), BLUE)


def test_nothing_but_the_picture_is_shown(owner: Client, history: History) -> None:
    exif = Image.Exif()
    exif[MAKER] = "the camera's name"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    upload(owner, encoded(picture(600, 400), "JPEG", exif=exif, icc_profile=profile, comment=b"where I live"))

    for row in history.rows("select bytes from published.media_rendition"):
        shown = Image.open(io.BytesIO(row["bytes"]))
        assert not set(shown.info) & {"exif", "icc_profile", "comment", "xmp"}
        assert b"camera" not in bytes(row["bytes"])


def test_transparency_stays_in_webp_and_is_white_in_jpeg(owner: Client, history: History) -> None:
    drawn = Image.new("RGBA", (200, 200), (0, 0, 0, 0))
    ImageDraw.Draw(drawn).ellipse((50, 50, 150, 150), fill=RED)

    answer = upload(owner, encoded(drawn, "PNG"))

    assert answer.get_json()["color"] == "#ffffff"
    assert near(rendition(history, "jpg").getpixel((5, 5)), (255, 255, 255))
    assert rendition(history, "webp").getchannel("A").getpixel((5, 5)) == 0


@pytest.mark.parametrize(
    "make",
    [
        lambda: picture(50, 50).convert("L"),
        lambda: picture(50, 50).convert("1"),
        lambda: picture(50, 50).convert("P"),
        lambda: picture(50, 50).convert("LA"),
        lambda: Image.new("I;16", (50, 50), 40_000),
    ],
    ids=["grey", "black and white", "palette", "grey with alpha", "16 bits"],
)
def test_every_kind_of_png_is_shown(owner: Client, make: Callable[[], Image.Image]) -> None:
    assert upload(owner, encoded(make(), "PNG")).status_code == 201


def test_sixteen_bits_of_grey_are_as_bright_as_they_were(owner: Client, history: History) -> None:
    upload(owner, encoded(Image.new("I;16", (50, 50), 128 * 256), "PNG"))

    assert near(rendition(history, "jpg").getpixel((25, 25)), (128, 128, 128))


def test_a_picture_for_print_is_shown_too(owner: Client) -> None:
    assert upload(owner, encoded(picture(50, 50).convert("CMYK"), "JPEG")).status_code == 201


def test_a_picture_with_a_broken_colour_profile_is_shown_without_it(owner: Client) -> None:
    assert upload(owner, encoded(picture(50, 50), "PNG", icc_profile=b"broken")).status_code == 201


def test_the_colour_is_the_most_frequent_one(owner: Client) -> None:
    ground = Image.new("RGB", (300, 300), BLUE)
    ground.paste(RED, (0, 0, 300, 60))

    color = upload(owner, encoded(ground, "PNG")).get_json()["color"]

    assert near(tuple(bytes.fromhex(color[1:])), BLUE)


@pytest.mark.parametrize(
    "data",
    [b"", b"GIF89a", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, b"<svg/>"],
    ids=["nothing", "gif", "a beginning", "zeros", "svg"],
)
def test_what_is_no_picture_is_refused(owner: Client, history: History, data: bytes) -> None:
    answer = upload(owner, data)

    assert (answer.status_code, slug_of(answer)) == (422, "invalid-body")
    assert history.count("media") == 0


def test_a_picture_cut_off_is_refused(owner: Client) -> None:
    data = encoded(picture(400, 400), "JPEG")

    assert upload(owner, data[: len(data) // 2]).status_code == 422


def test_a_picture_that_would_fill_the_memory_is_refused_undecoded(owner: Client) -> None:
    bomb = encoded(Image.new("1", (16_000, 16_000)), "PNG")

    answer = upload(owner, bomb)

    assert (answer.status_code, slug_of(answer)) == (422, "invalid-body")
    assert "50,000,000 pixels" in answer.get_json()["detail"]


def test_a_lack_of_memory_is_not_the_picture_s_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def starved(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(pictures, "_largest", starved)

    with pytest.raises(MemoryError):
        pictures.read_picture(encoded(picture(4, 4), "PNG"))


@pytest.mark.parametrize("content_type", ["image/gif", "application/json", None])
def test_another_type_is_refused(owner: Client, content_type: str | None) -> None:
    answer = owner.send("POST", "/v1/media", data=b"GIF89a", content_type=content_type)

    assert (answer.status_code, slug_of(answer)) == (415, "unsupported-media-type")


def test_more_than_20_mib_are_refused(owner: Client) -> None:
    answer = upload(owner, b"\0" * (20 * 1024 * 1024 + 1))

    assert (answer.status_code, slug_of(answer)) == (413, "too-large")


def test_a_picture_in_chunks_is_not_cut_to_the_size_that_it_may_have(owner: Client) -> None:
    small = encoded(picture(50, 50), "PNG")
    answer = owner.send(
        "POST",
        "/v1/media",
        data=small + b"\0" * (20 * 1024 * 1024),
        content_type="image/png",
        headers={"Transfer-Encoding": "chunked"},
        environ_overrides={"wsgi.input_terminated": True},
    )

    assert (answer.status_code, slug_of(answer)) == (413, "too-large")


def upload(client: Client, data: bytes) -> TestResponse:
    return client.send("POST", "/v1/media", data=data, content_type="image/png")


def picture(width: int, height: int) -> Image.Image:
    """Red in its upper half, blue in its lower."""
    drawn = Image.new("RGB", (width, height), BLUE)
    drawn.paste(RED, (0, 0, width, height // 2))
    return drawn


def encoded(image: Image.Image, kind: str, **how: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **how)
    return file.getvalue()


def rendition(history: History, kind: str) -> Image.Image:
    rows = history.rows(
        "select bytes from published.media_rendition where format = :kind order by width desc", kind=kind
    )
    return Image.open(io.BytesIO(rows[0]["bytes"]))


def near(color: Any, expected: tuple[int, ...]) -> bool:
    return all(abs(one - other) <= 12 for one, other in zip(color, expected, strict=True))
