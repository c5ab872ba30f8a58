"""How the runner speaks: short lines, calm, the same with and without a terminal."""

import contextlib
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.text import Text

LOG_LINES = 15
console = Console(highlight=False, soft_wrap=True)


@contextlib.contextmanager
def step(what: str) -> Iterator[None]:
    """Say what is being done while it is, and how long it took when it is done."""
    begun = time.monotonic()
    with console.status(f"{what} …", spinner="dots"):
        yield
    seconds = Text(f" {time.monotonic() - begun:.1f} s", style="dim")
    console.print(Text("✓ ", style="green") + Text(what) + seconds)


def say(text: str = "") -> None:
    console.print(text, markup=False)


def complain(text: str) -> None:
    console.print(text, style="red", markup=False)


def show_end_of_log(file: Path) -> None:
    """The last lines of a part's log."""
    with file.open(errors="replace") as lines:
        last = deque(lines, LOG_LINES)
    console.print(f"The last lines of {file}:", style="dim", markup=False)
    console.print("".join(f"  {line}" for line in last), markup=False)
