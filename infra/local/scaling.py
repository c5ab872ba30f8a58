"""`scale`: more or fewer instances of a service while requests flow, and none of them fails."""

from infra.local.configuration import write_service_endpoints, write_supervisor
from infra.local.health import is_well, routed, wait_for
from infra.local.house import House
from infra.local.parts import Part, all_parts
from infra.local.scale import MOST, SCALABLE, instances, remember_instances
from infra.local.supervisor import Supervisor
from infra.local.terminal import say, step

READY_SECONDS = 60


class CannotScale(Exception):
    """A wish that the house cannot fulfil, and why."""


def scale(house: House, wish: str) -> None:
    """Fulfil a wish such as `read-api=4`. Raises CannotScale, PartFailed or OSError."""
    service, count = _understood(wish)
    before = instances(house, service)
    if not Supervisor(house).answers():
        remember_instances(house, service, count)
        say(f"{service} will have {count} instances at the next `make up`.")
    elif count == before:
        say(f"{service} has {count} instances already; nothing was changed.")
    else:
        with step(f"{service}: {count} instances instead of {before}"):
            _change(house, service, count)


def _understood(wish: str) -> tuple[str, int]:
    service, _, count = wish.partition("=")
    if service not in SCALABLE:
        raise CannotScale(f"Only {' and '.join(SCALABLE)} can have more instances, as in read-api=4.")
    if not count.isdecimal() or not 1 <= int(count) <= MOST:
        raise CannotScale(f"{service} can have from 1 to {MOST} instances, not {count or 'none'}.")
    return service, int(count)


def _change(house: House, service: str, count: int) -> None:
    supervisor = Supervisor(house)
    old = _parts_of(house, service)
    remember_instances(house, service, count)
    new = _parts_of(house, service)
    added = [part for part in new if part not in old]
    removed = [part for part in old if part not in new]
    write_supervisor(house, [*all_parts(house), *removed])
    supervisor.start_parts([part.name for part in added])
    wait_for(lambda: all(map(is_well, added)), service, house, added, READY_SECONDS)
    write_service_endpoints(house, service, new)
    wanted = {part.ports[0] for part in new}
    wait_for(lambda: routed(house, service) == wanted, "gateway", house, new, READY_SECONDS)
    # Nobody is sent to them any more: they end when they have answered what they had begun.
    supervisor.stop_parts([part.name for part in removed])
    for part in removed:
        supervisor.remove_part(part.name)
    write_supervisor(house, all_parts(house))


def _parts_of(house: House, service: str) -> list[Part]:
    return [part for part in all_parts(house) if part.kind == service]
