"""What one Patroni node has of its own: addresses, passwords, and the Raft store it shares with its peers."""

import shlex
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from infra.postgres.binaries import binary
from infra.postgres.standalone import SUPERUSER

REST_USER = "patroni"
COMMON_CONFIGURATION = Path(__file__).parent / "patroni.yaml"


@dataclass(frozen=True)
class NodePorts:
    """Where one node listens on loopback."""

    rest: int
    postgres: int
    raft: int


def node_configuration(
    name: str, ports: NodePorts, peers: Sequence[NodePorts], directory: Path, secrets: Path
) -> dict[str, object]:
    """The node's half of Patroni's configuration, which Patroni reads after `patroni.yaml`.

    `peers` are the other nodes, `directory` receives data and Raft log, `secrets` is PostgreSQL's folder.
    """
    rest_login = _login(REST_USER, secrets / "rest_password")
    return {
        "name": name,
        "restapi": {**_listening(ports.rest), "authentication": rest_login},
        "raft": {
            "data_dir": str(directory / "raft"),
            "self_addr": _loopback(ports.raft),
            # Without it the store would listen on every address of this machine.
            "bind_addr": _loopback(ports.raft),
            "partner_addrs": [_loopback(peer.raft) for peer in peers],
            "password": (secrets / "raft_password").read_text(),
        },
        "postgresql": {
            **_listening(ports.postgres),
            "bin_dir": str(binary("postgres").parent),
            "data_dir": str(directory / "data"),
            "pgpass": str(directory / "pgpass"),
            "authentication": {
                "superuser": _login(SUPERUSER, secrets / "superuser_password"),
                "replication": _login("replicator", secrets / "replication_password"),
                "rewind": _login("rewind", secrets / "rewind_password"),
            },
            "callbacks": {
                "on_role_change": _python(
                    "infra.postgres.on_role_change", ports.postgres, secrets / "superuser_password"
                )
            },
        },
    }


def _listening(port: int) -> dict[str, str]:
    return {"listen": _loopback(port), "connect_address": _loopback(port)}


def _loopback(port: int) -> str:
    return f"127.0.0.1:{port}"


def _login(username: str, password_file: Path) -> dict[str, str]:
    return {"username": username, "password": password_file.read_text()}


def _python(module: str, *arguments: object) -> str:
    return shlex.join([sys.executable, "-m", module, *map(str, arguments)])
