"""Runs a service as it runs in earnest: gunicorn in a process of its own, its output kept."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from infra.local.parts import SERVICES
from infra.postgres.standalone import free_ports
from tests.waiting import wait_until

SECONDS = 30.0
SHIPPED = {service.package: service.options for service in SERVICES}
WARNINGS = "error,ignore::ResourceWarning"  # a process that ends need not tidy up


@dataclass(frozen=True)
class Served:
    """A service that runs, and what it has written so far."""

    url: str
    process: "subprocess.Popen[bytes]"
    output: Path

    def get(self, path: str, **options: Any) -> requests.Response:
        return self.request("GET", path, **options)

    def request(self, method: str, path: str, **options: Any) -> requests.Response:
        options = {"allow_redirects": False, **options}
        return requests.request(method, self.url + path, timeout=SECONDS, **options)

    def log_lines(self) -> list[dict[str, Any]]:
        """The whole lines it has logged; json.JSONDecodeError when one is not JSON."""
        *lines, _ = self.output.read_text().split("\n")  # splitlines would split at U+0085 in a path too
        return [json.loads(line) for line in lines]

    def stop(self) -> int:
        """Ask it to stop, and wait for its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(SECONDS)


@contextmanager
def serving(package: str, settings: Mapping[str, str], directory: Path, *arguments: str) -> Iterator[Served]:
    """Start `package` with these settings alone; it answers /health/live when the block begins.

    `arguments` are gunicorn's; without any, those with which the service ships.
    """
    (port,) = free_ports(1)
    output = directory / f"{package}-{port}.log"
    metrics = directory / f"{package}-{port}.metrics"
    own = {"LISTEN": f"127.0.0.1:{port}", "PROMETHEUS_MULTIPROC_DIR": str(metrics)}
    with output.open("wb") as log:
        process = subprocess.Popen(
            command(package, *(arguments or SHIPPED.get(package, ()))),
            env=environment({**own, **settings}),
            stdout=log,
            stderr=log,
        )
    served = Served(f"http://127.0.0.1:{port}", process, output)
    try:
        wait_until(lambda: _is_alive(served), "it is alive", SECONDS)
        yield served
    finally:
        if process.poll() is None:
            served.stop()


def command(package: str, *arguments: str) -> list[str]:
    """The command line that starts the service `package`."""
    gunicorn = [sys.executable, "-m", "gunicorn", "--config", "python:service_defaults.gunicorn"]
    return [*gunicorn, *arguments, f"{package}:create_app()"]


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """These settings, and nothing of ours but where programs and packages are found."""
    here = str(Path(__file__).parent)
    return {"PATH": os.environ["PATH"], "PYTHONPATH": here, "PYTHONWARNINGS": WARNINGS, **settings}


def _is_alive(served: Served) -> bool:
    if served.process.poll() is not None:
        raise RuntimeError(f"It ended with status {served.process.returncode}:\n{served.output.read_text()}")
    try:
        return served.get("/health/live").ok
    except requests.ConnectionError:
        return False
