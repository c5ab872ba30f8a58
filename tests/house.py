"""The whole shop for tests, as `make up` starts it, on ports and in a folder of its own."""

import atexit
import contextlib
import functools
import json
import os
import random
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import psycopg2
import pytest

from infra.local.health import leader
from infra.local.house import LOOPBACK, ROOT
from infra.local.house import House as Settings
from infra.local.jobs import issue_token
from infra.local.parts import Part, all_parts
from infra.local.processes import processes_of
from infra.local.supervisor import Supervisor
from infra.postgres.standalone import SUPERUSER
from tests.waiting import wait_until

WHOLE_SECONDS = 60.0
HEIR = ("quorum_standby", "streaming")
UP_SECONDS = 300


class House:
    """A shop that runs: its commands, its addresses, its nodes for those who break them."""

    def __init__(self, directory: Path) -> None:
        self.owner_password = secrets.token_urlsafe(12)
        self.settings = settings_at(directory / "house", owner_password=self.owner_password)
        self.owner_email = self.settings.owner_email

    def command(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """`python -m infra.local …` for this house; a failure shows all it said."""
        command = [sys.executable, "-m", "infra.local", *arguments]
        settings = {
            f"MSTORE_{name.upper()}": str(value) for name, value in self.settings.model_dump().items()
        }
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, **settings},
            capture_output=True,
            text=True,
            timeout=UP_SECONDS,
        )
        assert not check or done.returncode == 0, f"{' '.join(command)}:\n{done.stdout}{done.stderr}"
        return done

    def stop(self) -> None:
        """Stop it; fails when anything of it still runs then."""
        self.command("down")
        assert processes_of(self.settings) == []

    def status(self) -> dict[str, Any]:
        said: dict[str, Any] = json.loads(self.command("status", "--format=json", check=False).stdout)
        return said

    @property
    def port(self) -> int:
        return self.settings.port

    @property
    def shop_url(self) -> str:
        """The shop's address for programs, which may not resolve mstore.localhost, and for browsers."""
        return f"http://localhost:{self.port}"

    @property
    def admin_url(self) -> str:
        """The admin UI's address for browsers, which resolve every *.localhost."""
        return self.settings.url("admin.mstore")

    @property
    def api_url(self) -> str:
        """The API's address for programs: the gateway's internal listener."""
        return self.settings.internal_url

    def logs_of(self, kind: str) -> str:
        """All that the parts of this kind have said lately."""
        files = [self.settings.logs / f"{part.name}.log" for part in self.parts(kind)]
        return "".join(file.read_text(errors="replace") for file in files)

    def parts(self, kind: str) -> list[Part]:
        return [part for part in all_parts(self.settings) if part.kind == kind]

    @functools.cached_property
    def token(self) -> str:
        """An access token that may read and write the catalog, good for an hour."""
        return issue_token(self.settings, "tests", minutes=60)

    @property
    def nodes(self) -> list[Part]:
        return self.parts("postgres")

    def leader(self) -> Part | None:
        return leader(self.nodes)

    def replicas(self) -> list[Part]:
        leading = self.leader()
        return [node for node in self.nodes if node != leading]

    def wait_until_whole(self) -> None:
        """Return when every part is healthy and both replicas stream and may take over.

        Patroni lets a replica vote some seconds after a failover; a leader lost before is waited for.
        """
        wait_until(self._is_whole, "every part is healthy and both replicas may take over", WHOLE_SECONDS)

    def value(self, node: Part, statement: str, *parameters: Any) -> Any:
        """The first column of the first row, asked of the catalog on this node as the superuser."""
        password = (self.settings.secrets / "postgres" / "superuser_password").read_text()
        address = f"host={LOOPBACK} port={node.ports[1]} dbname=mstore user={SUPERUSER} connect_timeout=3"
        with contextlib.closing(psycopg2.connect(address, password=password)) as connection:
            cursor = connection.cursor()
            cursor.execute(statement, parameters or None)
            row = cursor.fetchone()
            return row[0] if row else None

    def pid(self, part: str) -> int:
        """The process that the supervisor started for this part."""
        return Supervisor(self.settings).states()[part].pid

    def kill_postgres(self, node: Part) -> None:
        """kill -9 of every PostgreSQL process of the node."""
        data = self.settings.directory / node.name / "data"
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                if process.name() == "postgres" and Path(process.cwd()) == data:
                    process.kill()

    def _is_whole(self) -> bool:
        status = self.status()
        nodes = [(node["role"], node["state"]) for node in status["nodes"]]
        return nodes.count(HEIR) == 2 and all(part["healthy"] for part in status["parts"])


def settings_at(directory: Path, **more: str) -> Settings:
    """A shop in this directory, on ports of which nobody uses any now."""
    base_port = _free_block()
    # No part uses the last of its 500. All traffic of a test has one address, which would soon be limited.
    unlimited = dict.fromkeys(("reads_per_minute", "writes_per_minute", "sessions_per_minute"), 2**31)
    return Settings(state=directory, port=base_port + 499, base_port=base_port, **unlimited, **more)


def _free_block() -> int:
    """The first of 500 ports on which nothing listens now."""
    used = {connection.laddr.port for connection in psutil.net_connections() if connection.laddr}
    blocks = range(22000, 28000, 500)  # from there on, single nodes have theirs
    for base in random.sample(blocks, len(blocks)):
        if not used & set(range(base, base + 500)):
            return base
    raise RuntimeError("There are no 500 free ports in a row.")


@functools.cache
def _the_house(directory: Path) -> House:
    running = House(directory)
    atexit.register(running.stop)
    running.command("up")
    return running


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The whole shop with its demo, started once for the session, stopped at its end whatever happens."""
    running = _the_house(tmp_path_factory.getbasetemp())
    yield running
    running.stop()
