"""Decides when the house is well: each part by its own word, and every address through the gateway."""

import functools
import time
from collections.abc import Callable, Iterable
from typing import Any

import requests

from infra.local.house import LOOPBACK, House
from infra.local.parts import SERVICES, Part
from infra.local.supervisor import Supervisor

TIMEOUT = 3.0
# A part that the supervisor has started as often as this while one waits will not stay up.
MOST_STARTS = 4
DOORS = {"mstore": "/", "admin.mstore": "/", "api.mstore": "/v1/products?limit=1"}


class PartFailed(Exception):
    """A part, or a kind of part, that does not become well, and in what way."""

    def __init__(self, part: str, reason: str) -> None:
        super().__init__(f"{part} {reason}")
        self.part = part


def is_well(part: Part) -> bool:
    return get(part.health_url).ok


def leader(nodes: Iterable[Part]) -> Part | None:
    """The PostgreSQL node that leads and holds the lease, or none."""
    return next((node for node in nodes if get(f"http://{LOOPBACK}:{node.ports[0]}/primary").ok), None)


def unwell_doors(house: House) -> list[str]:
    """The public addresses that do not answer through the gateway."""
    address = f"http://{house.address}:{house.port}"
    headers = {name: {"Host": f"{name}.localhost:{house.port}"} for name in DOORS}
    return [
        house.url(name) + path
        for name, path in DOORS.items()
        if not get(address + path, headers[name]).status_code < 400
    ]


def routed(house: House, service: str) -> set[int]:
    """The ports of a service's instances to which the gateway sends requests now."""
    answer = get(f"http://{LOOPBACK}:{house.envoy_admin_port}/clusters?format=json")
    statuses = answer.json()["cluster_statuses"] if answer.ok else []
    hosts = [host for each in statuses if each["name"] == service for host in each.get("host_statuses", [])]
    return {_port(host) for host in hosts if host["health_status"] == {"eds_health_status": "HEALTHY"}}


def wait_for(
    condition: Callable[[], Any], what: str, house: House, parts: Iterable[Part], seconds: float
) -> Any:
    """Poll until the condition is true, and return it.

    Raises PartFailed when one of the parts does not stay up, or when the time is over.
    """
    starts: dict[str, set[int]] = {part.name: set() for part in parts}
    supervisor, deadline = Supervisor(house), time.monotonic() + seconds
    while not (value := condition()):
        states = supervisor.states()
        for name, pids in starts.items():
            pids.add(states[name].pid)
            if states[name].state == "FATAL" or len(pids) > MOST_STARTS:
                raise PartFailed(name, "does not stay up")
        if time.monotonic() > deadline:
            raise PartFailed(what, f"was not ready within {seconds:.0f} s")
        time.sleep(0.2)
    return value


def wait_until_well(house: House, parts: Iterable[Part], seconds: float) -> None:
    """Wait until each part says that it is ready, and the gateway sends it requests."""
    deadline = time.monotonic() + seconds
    for part in parts:
        well = functools.partial(_is_in_service, house, part)
        wait_for(well, part.name, house, [part], deadline - time.monotonic())


def get(url: str, headers: dict[str, str] | None = None) -> requests.Response:
    """A GET that never raises: what cannot be reached answers 599."""
    try:
        return requests.get(url, headers=headers, timeout=TIMEOUT, allow_redirects=False)
    except requests.RequestException:
        unreachable = requests.Response()
        unreachable.status_code = 599
        return unreachable


def _is_in_service(house: House, part: Part) -> bool:
    behind_gateway = any(part.kind == service.name for service in SERVICES)
    return is_well(part) and (not behind_gateway or part.ports[0] in routed(house, part.kind))


def _port(host: dict[str, Any]) -> int:
    return int(host["address"]["socket_address"]["port_value"])
