"""`down` and `clean`: an orderly stop, and nothing left running whatever had happened."""

import contextlib
import shutil
import time
from xmlrpc.client import Fault

from infra.local.house import House
from infra.local.parts import SERVICES, all_parts
from infra.local.processes import end_processes, processes_of
from infra.local.supervisor import Supervisor
from infra.local.terminal import say, step

# The gateway first, so that nobody new comes in; PostgreSQL when nobody asks it any more.
STAGES = (("gateway",), tuple(service.name for service in SERVICES), ("postgres",))
SHUTDOWN_SECONDS = 20.0


def down(house: House) -> None:
    """Stop the shop; says so when nothing ran."""
    supervised = Supervisor(house).answers()
    if supervised:
        # Whatever goes wrong with the orderly way, what is left is ended below.
        with step("The shop is stopped"), contextlib.suppress(OSError, Fault):
            _stop_in_order(house)
    if end_processes(house):
        say("What had lost its supervisor was ended.")
    elif not supervised:
        say("Nothing runs.")


def clean(house: House) -> None:
    """Stop the shop and remove all that it has written."""
    down(house)
    if not house.directory.exists():
        say("There is nothing to remove.")
        return
    shutil.rmtree(house.directory)
    say(f"Removed {house.directory}, with all data of the shop.")


def _stop_in_order(house: House) -> None:
    supervisor, parts = Supervisor(house), all_parts(house)
    for kinds in STAGES:
        supervisor.stop_parts([part.name for part in parts if part.kind in kinds])
    supervisor.shut_down()
    deadline = time.monotonic() + SHUTDOWN_SECONDS
    while processes_of(house) and time.monotonic() < deadline:
        time.sleep(0.1)
