import sys

import pytest

from infra.local.configuration import write_supervisor
from infra.local.parts import Part
from infra.local.processes import end_processes
from infra.local.supervisor import Supervisor
from infra.postgres.standalone import free_ports
from infra.secrets import make_secrets
from tests.house import settings_at

# As unfriendly as a folder's name may be.
UNFRIENDLY = "a shop; with 100% 'quotes' \"and\" $signs #1 " + "long" * 40
SERVER = "import http.server as s; s.test(s.SimpleHTTPRequestHandler, port={port}, bind='127.0.0.1')"


def stand_in(name: str, port: int) -> Part:
    """A part that answers every GET, in place of a service."""
    environment = {"NAME": f"{name} % ; 'x'"}
    command = (sys.executable, "-c", SERVER.format(port=port))
    return Part(name, "stand-in", command, (port,), "/", environment, stop_seconds=5)


@pytest.fixture
def house(tmp_path):
    """A house in a folder with an unfriendly name; nothing of it runs after the test."""
    house = settings_at(tmp_path / UNFRIENDLY)
    house.logs.mkdir(parents=True)
    (house.directory / "parts").mkdir()
    make_secrets(house.secrets)
    yield house
    end_processes(house)


@pytest.fixture
def supervised(house):
    """A supervisor with two stand-ins."""
    parts = [stand_in(f"stand-in-{number}", port) for number, port in enumerate(free_ports(2), start=1)]
    write_supervisor(house, parts)
    supervisor = Supervisor(house)
    supervisor.start()
    supervisor.parts = parts
    return supervisor
