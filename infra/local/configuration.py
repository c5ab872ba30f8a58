"""Writes what the parts read at their start: the supervisor's, Patroni's, Envoy's, and one a part."""

import json
import re
import shutil
import sys
from pathlib import Path

import yaml

from infra.gateway.endpoints import write_endpoints
from infra.gateway.render import Addresses, Limits, files, render
from infra.local import launch
from infra.local.house import LOOPBACK, ROOT, House, remember
from infra.local.parts import SERVICES, Part, all_parts
from infra.postgres.binaries import hand_over
from infra.postgres.node import COMMON_CONFIGURATION, NodePorts, node_configuration
from infra.secrets import make_secrets

# Its paths are relative: where values come from, it has three kinds of quoting, and they do not mix.
SUPERVISOR = """\
[supervisord]
logfile = logs/supervisord.log
logfile_maxbytes = 2MB
logfile_backups = 1
pidfile = supervisord.pid
childlogdir = logs

[inet_http_server]
port = {address}
username = house
password = {password}

[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
"""
PROGRAM = """
[program:{part.name}]
command = {command}
stdout_logfile = logs/{part.name}.log
stdout_logfile_maxbytes = 5MB
stdout_logfile_backups = 2
redirect_stderr = true
autorestart = true
startsecs = 2
startretries = 20
stopwaitsecs = {part.stop_seconds}
"""


def prepare(house: House) -> None:
    """Make secrets and write every file; raises SecretsDisagree or OSError."""
    parts = all_parts(house)
    for directory in (house.logs, house.endpoints, house.directory / "metrics", house.directory / "parts"):
        directory.mkdir(parents=True, exist_ok=True)
    remember(house)
    make_secrets(house.secrets)
    write_supervisor(house, parts)
    _write_nodes(house, [part for part in parts if part.kind == "postgres"])
    _write_gateway(house)
    for path in [house.directory, *house.directory.rglob("*")]:
        hand_over(path)


def write_supervisor(house: House, parts: list[Part]) -> None:
    """The supervisor's file, and for each part the command that it becomes."""
    password = (house.secrets / "local" / "supervisor_password").read_text()
    programs = [PROGRAM.format(part=part, command=_launch(part)) for part in parts]
    text = SUPERVISOR.format(address=f"{LOOPBACK}:{house.supervisor_port}", password=password)
    _write_private(house.directory / "supervisor.conf", "".join([text, *programs]))
    for part in parts:
        content = {"command": part.command, "environment": dict(part.environment), "directory": str(ROOT)}
        (house.directory / "parts" / f"{part.name}.json").write_text(json.dumps(content, indent=2) + "\n")


def write_service_endpoints(house: House, service: str, parts: list[Part]) -> None:
    """Tell the gateway to send a service's requests to these parts."""
    write_endpoints(house.endpoints, service, [(LOOPBACK, part.ports[0]) for part in parts])


def _launch(part: Part) -> str:
    return " ".join(map(_quoted, (sys.executable, "-I", launch.__file__, f"parts/{part.name}.json")))


def _quoted(argument: str) -> str:
    """For the supervisor's file, with its shell-like quoting, its %-names and its comments after a space."""
    return re.sub(r"([^\w@+=:,./%-])", r"\\\1", argument).replace("%", "%%")


def _write_nodes(house: House, nodes: list[Part]) -> None:
    ports = [NodePorts(*node.ports) for node in nodes]
    for node, own in zip(nodes, ports, strict=True):
        directory = house.directory / node.name
        (directory / "patroni").mkdir(parents=True, exist_ok=True)
        shutil.copyfile(COMMON_CONFIGURATION, directory / "patroni" / "1-common.yaml")
        peers = [each for each in ports if each != own]
        content = node_configuration(node.name, own, peers, directory, house.secrets / "postgres")
        _write_private(directory / "patroni" / "2-node.yaml", yaml.safe_dump(content))


def _write_gateway(house: House) -> None:
    addresses = Addresses(
        public=(house.address, house.port),
        internal=(LOOPBACK, house.internal_port),
        admin=(LOOPBACK, house.envoy_admin_port),
    )
    limits = Limits(house.reads_per_minute, house.writes_per_minute, house.sessions_per_minute)
    configuration = render(addresses, files(house.endpoints), limits)
    (house.endpoints.parent / "envoy.yaml").write_text(configuration)
    parts = all_parts(house)
    for service in SERVICES:
        write_service_endpoints(house, service.name, [part for part in parts if part.kind == service.name])


def _write_private(path: Path, text: str) -> None:
    path.touch(mode=0o600)
    path.write_text(text)
