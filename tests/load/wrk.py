"""One round of load by wrk, and what it says of itself."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
THREADS, CONNECTIONS = 2, 32
GRACE_SECONDS = 20
MOST_OF_HEAD = 2000  # bytes


class Absent(Exception):
    """wrk is not installed."""


class Round(NamedTuple):
    """What wrk saw, and what CPU time the servers took meanwhile."""

    requests: int
    seconds: float
    bytes: int
    p50_ms: float
    p99_ms: float
    errors: int
    cpu_seconds: float = 0.0
    is_disturbed: bool = False

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.requests / self.seconds

    @property
    def cpu_us(self) -> float:
        """Microseconds of CPU time for one answer."""
        return self.cpu_seconds * 1e6 / self.requests if self.requests else float("nan")

    def is_of_size(self, body: int) -> bool:
        """Whether the answers were those expected: wrk takes a redirect, or a 304, for as good as any."""
        return self.requests > 0 and body <= self.bytes / self.requests + 1 <= body + MOST_OF_HEAD


def find_wrk() -> str:
    """Raises Absent with what to do."""
    found = shutil.which("wrk")
    if found is None:
        raise Absent("make bench needs wrk, which is not installed: apt-get install wrk (Debian, Ubuntu).")
    return found


def parse(output: str) -> Round:
    """The line of report.lua, which is the last; latencies are in microseconds there."""
    said = json.loads(output.strip().splitlines()[-1])
    errors = sum(said[kind] for kind in ("connect", "read", "write", "timeout", "status"))
    return Round(
        requests=said["requests"],
        seconds=said["microseconds"] / 1e6,
        bytes=said["bytes"],
        p50_ms=said["p50"] / 1000,
        p99_ms=said["p99"] / 1000,
        errors=errors,
    )


def load(
    path: str,
    port: int,
    headers: Mapping[str, str],
    seconds: float,
    distinct_from: int | None = None,
    patience: float = 2,
) -> Round:
    """Ask without a pause; with `distinct_from`, nothing twice, from this number on.

    An answer that takes longer than `patience` seconds is an error.
    """
    scripts = ["report.lua"] if distinct_from is None else ["distinct.lua", str(distinct_from)]
    return run(f"http://127.0.0.1:{port}{path}", headers, seconds, CONNECTIONS, patience, *scripts)


def run(
    url: str,
    headers: Mapping[str, str],
    seconds: float,
    connections: int,
    patience: float,
    script: str,
    *arguments: str,
) -> Round:
    """A round over so many connections, with one of the scripts beside this file."""
    options = ["-t", str(min(THREADS, connections)), "-c", str(connections), "-d", f"{seconds:g}s"]
    options += ["--timeout", f"{patience:g}s", "-s", script]
    told = [option for name, value in headers.items() for option in ("-H", f"{name}: {value}")]
    own = ["--", *arguments] if arguments else []
    done = subprocess.run(
        [find_wrk(), *options, *told, url, *own],
        cwd=HERE,
        capture_output=True,
        text=True,
        timeout=seconds + GRACE_SECONDS,
        check=True,
    )
    return parse(done.stdout)
