"""A plain primary with streaming standbys on this machine, without failover.

For tests and for drawing the schema; whatever must survive a node is Patroni's.
"""

import contextlib
import os
import random
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2

from infra.postgres.binaries import binary, hand_over, unprivileged

SUPERUSER = "postgres"
# Below 32768, where the kernel's ports for outgoing connections begin, and away from the local shops'.
PORTS = range(28000, 32000)
START_TIMEOUT = 20.0
# SIGQUIT is PostgreSQL's immediate shutdown: no node outlives the thread that started it.
DIE_WITH_PARENT = ("setpriv", "--pdeathsig", "QUIT", "--")
CONFIGURATION = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",  # a socket's path may have 107 bytes; a test's folder is soon longer
    "fsync": "off",
    "max_connections": "200",
    "max_wal_senders": "8",
    "wal_keep_size": "64MB",
    "hot_standby_feedback": "on",
    "wal_receiver_status_interval": "1s",
    "wal_retrieve_retry_interval": "100ms",
}
INITDB = (
    "--no-sync",
    "--no-instructions",
    f"--username={SUPERUSER}",
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
)


@dataclass
class Node:
    """One PostgreSQL server with its own directory and port."""

    directory: Path
    port: int
    password: str = field(repr=False)
    settings: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.directory.with_suffix(".log")

    def conninfo(self) -> str:
        return f"host=127.0.0.1 port={self.port} user={SUPERUSER} password={self.password} connect_timeout=2"

    def start(self) -> None:
        """Start the server and wait until it answers. Raises RuntimeError with its log when it does not."""
        settings = {**CONFIGURATION, **self.settings, "port": str(self.port)}
        options = [f"--{name}={value}" for name, value in settings.items()]
        command = unprivileged([*DIE_WITH_PARENT, binary("postgres"), "-D", self.directory, *options])
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        deadline = time.monotonic() + START_TIMEOUT
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(
                    f"PostgreSQL did not start on {self.address}:\n{self.log.read_text()[-3000:]}"
                )
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop at once (immediate shutdown: it recovers at the next start)."""
        self._end(signal.SIGQUIT)

    def kill(self) -> None:
        """End the server as a crash of the machine does: every process of it, without a last word."""
        children = self._children()
        self._end(signal.SIGKILL)
        for child in children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)

    def execute(self, statement: str) -> None:
        with contextlib.closing(psycopg2.connect(self.conninfo(), dbname="postgres")) as connection:
            connection.autocommit = True
            connection.cursor().execute(statement)

    def _answers(self) -> bool:
        try:
            psycopg2.connect(self.conninfo(), dbname="postgres").close()
        except psycopg2.OperationalError:
            return False
        return True

    def _children(self) -> list[int]:
        pid = self.process.pid if self.process else 0
        known = Path(f"/proc/{pid}/task/{pid}/children")
        return [int(child) for child in known.read_text().split()] if known.exists() else []

    def _end(self, with_signal: signal.Signals) -> None:
        if self.process is not None:
            self.process.send_signal(with_signal)
            self.process.wait(timeout=START_TIMEOUT)
            self.process = None


@dataclass
class Cluster:
    """A primary and its standbys; `start` makes one in an empty directory."""

    primary: Node
    standbys: list[Node]

    @classmethod
    def start(
        cls, directory: Path, standbys: int = 1, settings: Mapping[str, str] | None = None
    ) -> "Cluster":
        """Initialise and start a primary and as many standbys; about two seconds.

        `settings` are PostgreSQL's, for all nodes and beyond CONFIGURATION.
        """
        hand_over(directory)
        password, ports = secrets.token_urlsafe(18), free_ports(1 + standbys)
        names = ["primary", *(f"standby{number}" for number in range(1, standbys + 1))]
        primary, *others = (
            Node(directory / name, port, password, settings or {})
            for name, port in zip(names, ports, strict=True)
        )
        cluster = cls(primary, others)
        try:
            _initialise(primary)
            primary.start()
            for standby in others:
                _copy(primary, standby)
                standby.start()
        except BaseException:
            cluster.close()
            raise
        return cluster

    def close(self) -> None:
        """Stop all nodes."""
        for node in [*self.standbys, self.primary]:
            node.stop()

    @property
    def nodes(self) -> str:
        """Every address, the primary's first: `127.0.0.1:24001,127.0.0.1:24002`."""
        return ",".join(node.address for node in [self.primary, *self.standbys])


def free_ports(count: int) -> list[int]:
    """Ports of this machine on which nothing listens now."""
    with contextlib.ExitStack() as held:
        return [_hold_free_port(held) for _ in range(count)]


def _hold_free_port(held: contextlib.ExitStack) -> int:
    for port in random.sample(PORTS, len(PORTS)):
        candidate = held.enter_context(socket.socket())
        with contextlib.suppress(OSError):
            candidate.bind(("127.0.0.1", port))
            return port
    raise RuntimeError(f"No port is free between {PORTS.start} and {PORTS.stop}")


def _initialise(node: Node) -> None:
    password_file = node.directory.with_suffix(".password")
    password_file.touch(mode=0o600)
    hand_over(password_file)
    password_file.write_text(node.password)
    _run(binary("initdb"), "-D", node.directory, f"--pwfile={password_file}", *INITDB)
    password_file.unlink()


def _copy(primary: Node, standby: Node) -> None:
    slot = standby.directory.name
    source = f"{primary.conninfo()} application_name={slot}"
    options = ("--checkpoint=fast", "--no-sync", "--write-recovery-conf", "--create-slot", f"--slot={slot}")
    _run(binary("pg_basebackup"), "-D", standby.directory, "-d", source, *options)


def _run(*command: str | Path) -> None:
    done = subprocess.run(unprivileged(command), capture_output=True, text=True, timeout=60)
    if done.returncode != 0:
        raise RuntimeError(f"{Path(command[0]).name} failed:\n{done.stdout}{done.stderr}")
