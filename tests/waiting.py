"""Waiting in tests: poll with a deadline, never a bare sleep."""

import time
from collections.abc import Callable
from typing import TypeVar

TIMEOUT = 20.0
PAUSE = 0.01
T = TypeVar("T")


def wait_until(
    condition: Callable[[], T], for_what: str, timeout: float = TIMEOUT, pause: float = PAUSE
) -> T:
    """Poll until the condition holds, and return what it is then; fails after `timeout` seconds."""
    deadline = time.monotonic() + timeout
    while not (value := condition()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"Waited {timeout:g} s for: {for_what}")
        time.sleep(pause)
    return value
