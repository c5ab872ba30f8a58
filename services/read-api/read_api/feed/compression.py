"""Compresses an answer while it is sent: the revision cache, which compresses others, holds them whole."""

import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


class Compressor(NamedTuple):
    """Two functions: what to send of the next piece, and what at the end."""

    add: Callable[[bytes], bytes]
    finish: Callable[[], bytes]


def _zstd() -> Compressor:
    compressor = zstd.ZstdCompressor(level=3)
    return Compressor(compressor.compress, compressor.flush)


def _brotli() -> Compressor:
    compressor = brotli.Compressor(quality=4, lgwin=19)
    return Compressor(compressor.process, compressor.finish)


def _gzip() -> Compressor:
    compressor = zlib.compressobj(5, wbits=31)
    return Compressor(compressor.compress, compressor.flush)


_COMPRESSORS = {"zstd": _zstd, "br": _brotli, "gzip": _gzip}


def compressed(pieces: Iterable[bytes], coding: str) -> Iterator[bytes]:
    """The pieces in a content coding that the revision cache knows too."""
    compressor = _COMPRESSORS[coding]()
    for piece in pieces:
        if sent := compressor.add(piece):
            yield sent
    yield compressor.finish()
