"""Programs that the bench starts, what CPU time and memory they take, and their end."""

import contextlib
import os
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil
import requests

from tests.waiting import wait_until

STOP_SECONDS = 35


@dataclass(frozen=True)
class Program:
    """A program with all processes that it made."""

    name: str
    pid: int

    def processes(self) -> list[psutil.Process]:
        own = psutil.Process(self.pid)
        return [own, *own.children(recursive=True)]

    def workers(self) -> list[psutil.Process]:
        """The processes that it made itself, not it."""
        return psutil.Process(self.pid).children()


def cpu_seconds(programs: Sequence[Program]) -> float:
    """CPU time of the programs until now, of processes that have ended meanwhile too."""
    total = 0.0
    for process in (each for program in programs for each in program.processes()):
        with contextlib.suppress(psutil.NoSuchProcess):
            total += sum(process.cpu_times()[:4])  # its own and of its ended children: user, system
    return total


def memory(process: psutil.Process) -> dict[str, float]:
    """RSS and PSS in MB: with what is shared counted whole, and counted in parts."""
    info = process.memory_full_info()
    return {"rss": info.rss / 1e6, "pss": info.pss / 1e6}


@contextlib.contextmanager
def running(
    name: str, command: Sequence[str], log: Path, *, env: Mapping[str, str] | None = None, health: str
) -> Iterator[Program]:
    """Start a program that answers at `health`; its words go to the log, and it ends with the block."""
    root = Path(__file__).parents[2]
    with log.open("ab") as out:
        process = subprocess.Popen(
            command, env={"PATH": os.environ["PATH"], **(env or {})}, stdout=out, stderr=out, cwd=root
        )
    try:
        wait_until(lambda: _answers(process, health, log), f"{name} answers at {health}", 60)
        yield Program(name, process.pid)
    finally:
        _end(process)


def _answers(process: "subprocess.Popen[bytes]", url: str, log: Path) -> bool:
    if process.poll() is not None:
        raise RuntimeError(f"It ended with status {process.returncode}:\n{log.read_text()[-3000:]}")
    time.sleep(0.05)
    try:
        return requests.get(url, timeout=2).ok
    except requests.RequestException:
        return False


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
