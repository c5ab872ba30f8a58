"""Decides which id a request goes by: the caller's, when it is harmless, else a new one."""

import random
import re
from contextvars import ContextVar

HEADER = "X-Request-Id"
_HARMLESS = re.compile(r"[A-Za-z0-9._:-]{1,128}", re.ASCII)

_current: ContextVar[str | None] = ContextVar("request_id", default=None)


def begin(proposed: str | None) -> str:
    """Give the request that begins its id, which its log lines then have, and return it.

    A new one is 32 random hexadecimal digits, as a trace-id is (W3C Trace Context §3.2.2.3).
    """
    harmless = proposed if proposed and _HARMLESS.fullmatch(proposed) else None
    request_id = harmless or f"{random.getrandbits(128):032x}"
    _current.set(request_id)
    return request_id


def current() -> str | None:
    """The id of the request being answered, or None outside of one."""
    return _current.get()
