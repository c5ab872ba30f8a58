"""One command at a time changes the house."""

import contextlib
import fcntl
from collections.abc import Iterator

from infra.local.house import House


class Busy(Exception):
    """Another command is changing this house now."""


@contextlib.contextmanager
def exclusively(house: House) -> Iterator[None]:
    """Hold the house for one command; raises Busy when another one does. The lock ends with the process."""
    house.directory.parent.mkdir(parents=True, exist_ok=True)
    with (house.directory.parent / f"{house.directory.name}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy("Another command is starting, stopping or scaling this shop; wait for it.") from error
        yield
