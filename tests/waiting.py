"""Waiting in tests: poll with a deadline, never a bare sleep."""

import time
from collections.abc import Callable

TIMEOUT = 20.0


def wait_until(condition: Callable[[], bool], of_what: str, timeout: float = TIMEOUT) -> None:
    """Poll until the condition holds; fails after `timeout` seconds."""
    deadline = time.monotonic() + timeout
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"Waited {timeout:g} s for: {of_what}")
        time.sleep(0.01)
