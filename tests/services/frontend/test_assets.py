import gzip
import re
import sys
from importlib.resources import files
from io import BytesIO

import brotli
import pytest
from flask.testing import FlaskClient
from fontTools.ttLib import TTFont

from frontend.assets import load_assets
from frontend.fonts import TYPEFACES, webfonts

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

ASSETS = load_assets()
DECODERS = {"zstd": zstd.decompress, "br": brotli.decompress, "gzip": gzip.decompress}


@pytest.mark.parametrize(
    "name", ["shop.css", "text.woff2", "display.woff2", "icon.svg", "suggest.js", "speculation.json"]
)
def test_an_asset_is_kept_for_ever_under_the_name_of_its_content(client: FlaskClient, name: str) -> None:
    response = client.get(ASSETS[name].path)
    assert response.data == ASSETS[name].content
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_an_asset_of_another_build_is_answered_with_this_one_and_not_kept(client: FlaskClient) -> None:
    response = client.get("/assets/000000000000/shop.css")
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("name", ["shop.css", "icon.svg"])
@pytest.mark.parametrize(
    ("accepted", "coding"), [("gzip, br, zstd", "zstd"), ("gzip, br", "br"), ("gzip", "gzip")]
)
def test_what_is_text_is_sent_compressed_to_whom_takes_it(
    client: FlaskClient, name: str, accepted: str, coding: str
) -> None:
    response = client.get(ASSETS[name].path, headers={"Accept-Encoding": accepted})
    assert response.content_encoding == coding
    assert DECODERS[coding](response.data) == ASSETS[name].content
    assert response.vary.as_set() == {"accept-encoding"}


def test_a_font_is_not_compressed_twice(client: FlaskClient) -> None:
    response = client.get(ASSETS["text.woff2"].path, headers={"Accept-Encoding": "gzip, br, zstd"})
    assert response.content_encoding is None
    assert response.data == ASSETS["text.woff2"].content


@pytest.mark.parametrize("name", TYPEFACES)
def test_a_font_has_the_letters_of_europe_s_latin_languages_and_little_more(name: str) -> None:
    content = webfonts()[name]
    letters = TTFont(BytesIO(content)).getBestCmap()
    assert {ord(letter) for letter in "Aaßäéñøåłčőğșțĳ„“”‘’–…€£×"} <= letters.keys()
    assert len(content) < 24_000


def test_the_stylesheet_is_one_small_file() -> None:
    style = ASSETS["shop.css"]
    assert b"/*" not in style.content
    assert b"\n" not in style.content
    assert len(style.forms["gzip"]) < 8_000


def test_no_other_file_is_served(client: FlaskClient) -> None:
    assert client.get("/assets/0/settings.py").status_code == 404
    assert client.get("/static/icon.svg").status_code == 404


def test_the_stylesheet_asks_no_other_host() -> None:
    style = ASSETS["shop.css"].content.decode()
    assert all(address.startswith("/assets/") for address in re.findall(r'url\("?([^")]+)', style))
    assert "@import" not in style


TOKENS = (files("frontend") / "static" / "styles" / "02-tokens.css").read_text("utf-8")
SCHEMES = dict(zip(("light", "dark"), TOKENS.split("@media (prefers-color-scheme: dark)"), strict=True))
PAIRS = [(on, paper) for on in ("ink", "soft", "accent", "reduced") for paper in ("paper", "raised")]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(
    ("on", "paper", "least"),
    [(*pair, 4.5) for pair in PAIRS] + [("on-fill", "fill", 4.5), ("edge", "paper", 3)],
)
def test_contrast_is_that_of_wcag_aa(scheme: str, on: str, paper: str, least: float) -> None:
    colours = dict(re.findall(r"--([\w-]+): #([0-9a-f]{6});", SCHEMES[scheme]))
    lighter, darker = sorted((luminance(colours[on]), luminance(colours[paper])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= least


def luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
