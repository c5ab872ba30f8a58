"""Pictures are uploaded, kept once, and shown on products in every size and format."""

import hashlib
import io

import pytest
from PIL import Image, ImageDraw

from tests.services.write_api.client import Client, slug_of
from tests.services.write_api.drawn import BLUE, RED, encoded, near, picture, rendition, upload
from tests.services.write_api.history import History

KINDS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "AVIF": "image/avif"}


def test_a_picture_is_kept_in_every_size_up_to_its_own(owner: Client, history: History) -> None:
    data = encoded(picture(900, 600), "JPEG")

    answer = upload(owner, data)

    sha256 = hashlib.sha256(data).hexdigest()
    all_widths = (160, 320, 480, 640, 900)
    srcsets = {
        ending: ", ".join(f"/v1/media/{sha256}/{width}.{ending} {width}w" for width in widths)
        for ending, widths in {"avif": all_widths, "webp": all_widths, "jpg": (320, 640, 900)}.items()
    }
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/v1/media/{sha256}/900.jpg"
    assert answer.get_json() == {
        "media": sha256,
        "url": f"/v1/media/{sha256}/900.jpg",
        "width": 900,
        "height": 600,
        "color": answer.get_json()["color"],
        "srcset": srcsets["webp"],
        "sources": [
            {"type": "image/avif", "srcset": srcsets["avif"]},
            {"type": "image/webp", "srcset": srcsets["webp"]},
            {"type": "image/jpeg", "srcset": srcsets["jpg"]},
        ],
    }
    [kept] = history.rows("select original, content_type from catalog.media")
    assert (bytes(kept["original"]), kept["content_type"]) == (data, "image/jpeg")


@pytest.mark.parametrize(
    ("size", "largest", "widths"),
    [
        ((2400, 1800), (1600, 1200), [160, 320, 480, 640, 960, 1280, 1600]),
        ((640, 9), (640, 9), [160, 320, 480, 640]),
        ((90, 90), (90, 90), [90]),
        ((1, 1), (1, 1), [1]),
        ((1500, 15_000), (632, 6320), [160, 320, 480, 632]),  # four million pixels
    ],
)
def test_no_picture_is_made_larger_than_it_is_or_than_can_be_shown(
    owner: Client, history: History, size: tuple[int, int], largest: tuple[int, int], widths: list[int]
) -> None:
    shown = upload(owner, encoded(picture(*size), "PNG")).get_json()

    assert (shown["width"], shown["height"]) == size
    for ending in ("avif", "webp"):
        rows = history.rows(
            "select bytes from published.media_rendition where format = :ending order by width", ending=ending
        )
        images = [Image.open(io.BytesIO(row["bytes"])) for row in rows]
        assert [image.width for image in images] == widths
        assert images[-1].size == largest


@pytest.mark.parametrize("claimed", [*KINDS.values(), "application/octet-stream", "text/html", None])
@pytest.mark.parametrize("kind", KINDS)
def test_what_a_picture_is_its_bytes_say_whatever_the_header_does(
    owner: Client, history: History, kind: str, claimed: str | None
) -> None:
    answer = upload(owner, encoded(picture(30, 20), kind), claimed)

    assert answer.status_code == 201
    assert history.rows("select content_type from catalog.media") == [{"content_type": KINDS[kind]}]
    assert {
        row["content_type"] for row in history.rows("select content_type from published.media_rendition")
    } == {
        "image/avif",
        "image/webp",
        "image/jpeg",
    }


def test_every_rendition_is_what_its_address_says(owner: Client, history: History) -> None:
    upload(owner, encoded(picture(400, 300), "PNG"))

    for row in history.rows("select * from published.media_rendition"):
        shown = Image.open(io.BytesIO(row["bytes"]))
        assert KINDS[str(shown.format)] == row["content_type"]
        assert shown.width == row["width"]
        assert near(shown.convert("RGB").getpixel((row["width"] // 2, 5)), RED)


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
        "sources": media["sources"],
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


def test_transparency_stays_and_is_white_in_jpeg(owner: Client, history: History) -> None:
    drawn = Image.new("RGBA", (200, 200), (0, 0, 0, 0))
    ImageDraw.Draw(drawn).ellipse((50, 50, 150, 150), fill=RED)

    answer = upload(owner, encoded(drawn, "PNG"))

    assert answer.get_json()["color"] == "#ffffff"
    assert near(rendition(history, "jpg").getpixel((5, 5)), (255, 255, 255))
    for ending in ("webp", "avif"):
        assert rendition(history, ending).getchannel("A").getpixel((5, 5)) == 0


def test_the_colour_is_the_dominant_one_and_no_average(owner: Client) -> None:
    ground = Image.new("RGB", (300, 300), BLUE)
    ground.paste(RED, (0, 0, 300, 60))

    color = upload(owner, encoded(ground, "PNG")).get_json()["color"]

    assert near(tuple(bytes.fromhex(color[1:])), BLUE)


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
