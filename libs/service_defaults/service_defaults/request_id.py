"""Decides which id a request goes by: the caller's, when it is harmless, else a new one."""

import re
import uuid

import structlog

HEADER = "X-Request-Id"
_HARMLESS = re.compile(r"[A-Za-z0-9._:-]{1,128}", re.ASCII)


def begin(proposed: str | None) -> str:
    """Bind the id of the request that begins to its log lines, and return it."""
    request_id = proposed if proposed and _HARMLESS.fullmatch(proposed) else str(uuid.uuid4())
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=request_id)
    return request_id


def current() -> str | None:
    """The id of the request being answered, or None outside of one."""
    request_id: str | None = structlog.contextvars.get_contextvars().get("request_id")
    return request_id
