"""Decides whether the house can have its ports."""

import contextlib
import socket

import psutil

from infra.local.house import LOOPBACK, House
from infra.local.parts import all_parts
from infra.local.supervisor import MARK


class PortsTaken(Exception):
    """Ports on which something else listens, each with the setting that moves it."""


def check_ports(house: House) -> None:
    """Raises PortsTaken when another program listens on a port of the house."""
    wanted = [(port, part.name) for part in all_parts(house) for port in part.ports]
    taken = [
        f"Port {port} ({name}) {hindrance}; {_setting(house, port)} moves it."
        for port, name in [*wanted, (house.supervisor_port, "the supervisor")]
        if (hindrance := _hindrance(house.address if port == house.port else LOOPBACK, port))
    ]
    if taken:
        raise PortsTaken("\n".join(taken))


def _holder(port: int) -> str:
    """Who listens there, as far as this user may know."""
    with contextlib.suppress(psutil.Error):
        for connection in psutil.net_connections("tcp"):
            if connection.laddr and connection.laddr.port == port and connection.pid:
                return _named(psutil.Process(connection.pid))
    return "another program"


def _named(process: psutil.Process) -> str:
    if neighbour := process.environ().get(MARK):
        return f"the shop in {neighbour}"
    return f"{process.name()} (process {process.pid})"


def _setting(house: House, port: int) -> str:
    if port == house.port:
        return f"MSTORE_PORT (now {port})"
    return f"MSTORE_BASE_PORT (now {house.base_port})"


def _hindrance(address: str, port: int) -> str | None:
    """Why the port cannot be had, or None."""
    with socket.socket() as candidate:
        # As servers do: a port that was only just given up may be had.
        candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            candidate.bind((address, port))
        except PermissionError:
            return "is not open to this user"
        except OSError:
            return f"is taken by {_holder(port)}"
    return None
