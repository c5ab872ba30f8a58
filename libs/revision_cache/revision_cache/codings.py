"""Decides in which content coding an answer goes out (RFC 9110 §12.5.3), and makes it."""

import gzip
import sys
from collections.abc import Callable
from functools import lru_cache

import brotli
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

IDENTITY = "identity"
SMALLEST = 512
"""Bytes below which a coding saves nothing worth its time."""

# Made once and sent often: levels at which a listing of 100 KB takes some milliseconds.
_ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "zstd": lambda body: zstd.compress(body, 9),
    "br": lambda body: brotli.compress(body, quality=5),
    "gzip": lambda body: gzip.compress(body, 6, mtime=0),
}
CODINGS = tuple(_ENCODERS)
"""In the order of our preference, among those that a client likes equally well."""

LONGEST_HEADER = 200
"""Characters: nobody's list of codings is longer, and what was read is remembered."""

_COMPRESSIBLE = (
    "text/",
    "application/json",
    "application/problem+json",
    "application/jwk-set+json",
    "application/atom+xml",
)


def is_compressible(content_type: str, length: int) -> bool:
    return length >= SMALLEST and content_type.startswith(_COMPRESSIBLE)


def coding_for(accepted: str) -> str:
    """The coding that an Accept-Encoding header asks for; IDENTITY where it wants none of ours."""
    return _best(accepted) if 0 < len(accepted) <= LONGEST_HEADER else IDENTITY


@lru_cache(maxsize=256)
def _best(accepted: str) -> str:
    accept = parse_accept_header(accepted, Accept)
    best = max(CODINGS, key=lambda coding: accept[coding])
    return best if accept[best] > 0 and accept[best] >= accept.quality(IDENTITY) else IDENTITY


def encoded(body: bytes, coding: str) -> bytes:
    """The body in one of CODINGS."""
    return _ENCODERS[coding](body)


def from_zstd(encoded_body: bytes) -> bytes:
    """The body again. Raises ValueError where it is damaged."""
    try:
        return zstd.decompress(encoded_body)
    except zstd.ZstdError as error:
        raise ValueError("This is no body in zstd.") from error
