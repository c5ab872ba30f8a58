"""`up`: from nothing, or from whatever is there, to the whole shop."""

from pathlib import Path

from infra.local.configuration import prepare
from infra.local.health import leader, unwell_doors, wait_for, wait_until_well
from infra.local.house import WHERE, House, remembered
from infra.local.jobs import load_demo, make_first_owner, make_roles, migrate
from infra.local.parts import Part, all_parts
from infra.local.ports import check_ports
from infra.local.processes import end_processes
from infra.local.supervisor import Supervisor
from infra.local.terminal import say, step

CLUSTER_SECONDS = 90
SERVICES_SECONDS = 90


def up(house: House) -> None:
    """Start what does not run, wait until every part is well, and say where the shop is.

    Raises PortsTaken, SecretsDisagree, PartFailed, JobFailed, RuntimeError (it runs elsewhere), or OSError.
    """
    if _is_complete(house):
        say("The shop is up already; nothing was changed.")
        _say_addresses(house, None)
        return
    parts = all_parts(house)
    if Supervisor(house).answers():
        _refuse_to_move(house)
        Supervisor(house).start_parts([part.name for part in parts])
    else:
        _start(house)
    _prepare_database(house, [part for part in parts if part.kind == "postgres"])
    with step("Four services and their gateway"):
        wait_until_well(house, parts, SERVICES_SECONDS)
    _load_demo_once(house)
    with step("Every address, through the gateway"):
        wait_for(lambda: not unwell_doors(house), "gateway", house, parts, SERVICES_SECONDS)
    # Last, so that the one-time password is shown as soon as it exists: nobody can show it again.
    _say_addresses(house, make_first_owner(house))
    _finished(house).touch()


def _is_complete(house: House) -> bool:
    if not _finished(house).exists() or not Supervisor(house).answers():
        return False
    states = Supervisor(house).states()
    running = all(part.name in states and states[part.name].state == "RUNNING" for part in all_parts(house))
    return running and not unwell_doors(house)


def _refuse_to_move(house: House) -> None:
    listens = remembered(house)
    moved = [
        f"MSTORE_{field.upper()}={listens[field]}"
        for field in WHERE
        if field in listens and listens[field] != getattr(house, field)
    ]
    if moved:
        raise RuntimeError(f"The shop runs with {' '.join(moved)}; stop it with `make down` to move it.")


def _start(house: House) -> None:
    if end_processes(house):
        say("What a crash had left running was ended.")
    check_ports(house)
    with step("Secrets, configuration, supervisor"):
        prepare(house)
        Supervisor(house).start()


def _prepare_database(house: House, nodes: list[Part]) -> None:
    with step("PostgreSQL: a leader"):
        wait_for(lambda: leader(nodes), "postgres", house, nodes, CLUSTER_SECONDS)
    with step("Its roles and its schema"):
        make_roles(house)
        migrate(house)


def _load_demo_once(house: House) -> None:
    loaded = house.directory / "demo-loaded"
    if house.demo and not loaded.exists():
        say("The demo shop, through the write API:")
        load_demo(house)
        loaded.touch()


def _finished(house: House) -> Path:
    return house.directory / "finished"


def _say_addresses(house: House, password: str | None) -> None:
    say()
    say(f"  shop    {house.url('mstore')}")
    say(f"  admin   {house.url('admin.mstore')}")
    say(f"  API     {house.url('api.mstore')}/docs")
    if password:
        say()
        say(f"  owner   {house.owner_email}")
        say(f"  one-time password (shown this once)   {password}")
    say()
    say("Stop it with `make down`; look at its parts with `make status`.")
