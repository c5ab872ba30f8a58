"""`status`: each part with its address and health, each PostgreSQL node with its role, revision and lag."""

import contextlib
import json
from dataclasses import asdict, dataclass

import psycopg2
from rich.table import Table

from infra.local.health import get, is_well
from infra.local.house import LOOPBACK, House
from infra.local.parts import Part, all_parts
from infra.local.supervisor import ProcessState, Supervisor
from infra.local.terminal import console
from infra.postgres.standalone import SUPERUSER

NOT_RUNNING = ProcessState("STOPPED", 0, "")


@dataclass(frozen=True)
class PartStatus:
    """One part as it is now."""

    name: str
    state: str
    healthy: bool
    address: str
    pid: int | None
    since: str


@dataclass(frozen=True)
class NodeStatus:
    """One PostgreSQL node as it is now; `lag_bytes` is how much of the leader's log it has yet to replay."""

    name: str
    role: str
    state: str
    address: str
    revision: int | None
    lag_bytes: int | None


@dataclass(frozen=True)
class Status:
    """The house as it is now."""

    running: bool
    parts: list[PartStatus]
    nodes: list[NodeStatus]


def read_status(house: House) -> Status:
    supervisor, parts = Supervisor(house), all_parts(house)
    running = supervisor.answers()
    states = supervisor.states() if running else {}
    nodes = [part for part in parts if part.kind == "postgres"]
    return Status(
        running=running,
        parts=[_part_status(house, part, states.get(part.name, NOT_RUNNING)) for part in parts],
        nodes=_node_statuses(house, nodes) if running else [],
    )


def show_status(house: House, form: str) -> bool:
    """Print the status as `table` or `json`; whether every part is healthy."""
    status = read_status(house)
    if form == "json":
        print(json.dumps(asdict(status), indent=2))
    else:
        console.print(_parts_table(status))
        if status.nodes:
            console.print(_nodes_table(status))
    return all(part.healthy for part in status.parts)


def _part_status(house: House, part: Part, process: ProcessState) -> PartStatus:
    runs = process.state == "RUNNING"
    return PartStatus(
        name=part.name,
        state=process.state.lower(),
        healthy=runs and is_well(part),
        address=f"{house.address}:{house.port}" if part.kind == "gateway" else f"{LOOPBACK}:{part.ports[0]}",
        pid=process.pid or None,
        since=process.message.partition("uptime ")[2] if runs else process.message,
    )


def _node_statuses(house: House, nodes: list[Part]) -> list[NodeStatus]:
    answers = [get(f"http://{LOOPBACK}:{node.ports[0]}/cluster") for node in nodes]
    members: list[dict[str, object]] = next((answer.json()["members"] for answer in answers if answer.ok), [])
    known = {member["name"]: member for member in members}
    return [_node_status(house, node, known.get(node.name, {})) for node in nodes]


def _node_status(house: House, node: Part, member: dict[str, object]) -> NodeStatus:
    lag = member.get("replay_lag")
    return NodeStatus(
        name=node.name,
        role=str(member.get("role", "unknown")),
        state=str(member.get("state", "unknown")),
        address=f"{LOOPBACK}:{node.ports[1]}",
        revision=_revision(house, node.ports[1]),
        lag_bytes=lag if isinstance(lag, int) else None,
    )


def _revision(house: House, port: int) -> int | None:
    """The catalog's revision on this node, or none when it does not answer."""
    password = (house.secrets / "database" / "superuser_password").read_text()
    address = f"host={LOOPBACK} port={port} dbname=mstore user={SUPERUSER} connect_timeout=2"
    try:
        connection = psycopg2.connect(address, password=password)
    except psycopg2.OperationalError:
        return None
    with contextlib.closing(connection), connection.cursor() as cursor:
        cursor.execute("SELECT number FROM catalog.revision")
        row = cursor.fetchone()
        return row[0] if row else None


def _parts_table(status: Status) -> Table:
    table = Table("part", "state", "health", "address", "pid", "for", box=None, pad_edge=False)
    for part in status.parts:
        health = "[green]healthy[/]" if part.healthy else "[red]not healthy[/]"
        table.add_row(part.name, part.state, health, part.address, str(part.pid or ""), part.since)
    return table


def _nodes_table(status: Status) -> Table:
    table = Table(
        "\nPostgreSQL",
        "\nrole",
        "\nstate",
        "\naddress",
        "\nrevision",
        "\nlag (bytes)",
        box=None,
        pad_edge=False,
    )
    for node in status.nodes:
        numbers = ("" if value is None else str(value) for value in (node.revision, node.lag_bytes))
        table.add_row(node.name, node.role, node.state, node.address, *numbers)
    return table
