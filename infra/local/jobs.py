"""The jobs that are run once rather than kept running: roles, migrations, the first owner, the demo shop."""

import json
import os
import subprocess
import sys

from infra.local.house import ROOT, House
from infra.local.parts import settings_of
from infra.local.supervisor import environment
from infra.postgres.binaries import unprivileged

DATABASE_SECONDS = 120


class JobFailed(Exception):
    """A job that ended with an error; its message has what the job said."""


def make_roles(house: House) -> None:
    _python(house, "database", "-m", "database", "roles")


def migrate(house: House) -> None:
    _python(house, "database", "-m", "database", "migrate")


def make_first_owner(house: House) -> str | None:
    """The one-time password of the owner, if this made one."""
    # Flask reads an option from a variable too, and that is not in the list of processes.
    chosen = {"FLASK_FIRST_OWNER_PASSWORD": house.owner_password} if house.owner_password else {}
    said = _flask(house, "first-owner", "--email", house.owner_email, **chosen)
    return str(json.loads(said)["one_time_password"]) if said else None


def load_demo(house: House) -> None:
    """Load the demo shop through the write API, with its progress on this terminal."""
    token = issue_token(house, "demo", minutes=15)
    command = [sys.executable, "-m", "infra.demo", "load", "--api", house.internal_url]
    told = {**os.environ, "DEMO_TOKEN": token}
    if subprocess.run(command, cwd=ROOT, env=told, stdin=subprocess.DEVNULL).returncode != 0:
        raise JobFailed("The demo shop was not loaded.")


def issue_token(house: House, actor: str, minutes: int) -> str:
    """An access token that may read and write the catalog in the name of this actor."""
    scope = "catalog:read catalog:write"
    return _flask(house, "issue-token", "--actor", actor, "--scope", scope, "--minutes", str(minutes))


def _flask(house: House, *arguments: str, **more: str) -> str:
    return _python(house, "write-api", "-m", "flask", "--app", "write_api", *arguments, **more)


def _python(house: House, service: str, *arguments: str, **more: str) -> str:
    """What the job prints. Raises JobFailed with all it said when it fails."""
    command = unprivileged([sys.executable, *arguments])
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**environment(house), **settings_of(house, service), **more},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=DATABASE_SECONDS,
    )
    if done.returncode != 0:
        raise JobFailed(f"{' '.join(arguments[:3])} failed:\n{done.stdout}{done.stderr}".rstrip())
    return done.stdout.strip()
