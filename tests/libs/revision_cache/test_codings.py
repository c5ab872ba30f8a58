"""Which content coding a client is sent, and that each decodes to the same bytes (RFC 9110 §12.5.3)."""

import gzip

import brotli
import pytest

from revision_cache.codings import CODINGS, IDENTITY, coding_for, encoded, is_compressible, zstd


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", IDENTITY),
        ("gzip", "gzip"),
        ("gzip, deflate, br", "br"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("zstd;q=0.1, br;q=0.5, gzip", "gzip"),
        ("*", "zstd"),
        ("br;q=0, *", "zstd"),
        ("identity", IDENTITY),
        ("identity, gzip;q=0.5", IDENTITY),
        ("gzip;q=0", IDENTITY),
        ("gzip;q=0, br;q=0, zstd;q=0", IDENTITY),
        ("deflate", IDENTITY),
        ("GZIP", "gzip"),
        (";;,=", IDENTITY),
        ("gzip;q=nonsense", IDENTITY),
        ("gzip, " * 100, IDENTITY),
    ],
)
def test_the_coding_is_the_best_of_those_the_client_takes(accepted: str, coding: str) -> None:
    assert coding_for(accepted) == coding


@pytest.mark.parametrize("coding", CODINGS)
def test_what_was_encoded_is_decoded_to_the_same(coding: str) -> None:
    body = b'{"items": [' + b'"mug",' * 500 + b'"mug"]}'
    decode = {"zstd": zstd.decompress, "br": brotli.decompress, "gzip": gzip.decompress}[coding]
    assert len(encoded(body, coding)) < len(body) / 10
    assert decode(encoded(body, coding)) == body
    assert encoded(body, coding) == encoded(body, coding)


def test_pictures_and_small_answers_are_sent_as_they_are() -> None:
    assert is_compressible("application/json", 100_000)
    assert not is_compressible("image/webp", 100_000)
    assert not is_compressible("application/json", 100)
