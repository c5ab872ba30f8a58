import pytest

from tests.infra.gateway.running import gateway
from tests.infra.gateway.standin import standins


@pytest.fixture(scope="session")
def house_of_standins(tmp_path_factory):
    """A gateway before two read-api, one write-api, one frontend and one admin-ui, all stand-ins."""
    names = ("read-api", "read-api", "write-api", "frontend", "admin-ui")
    with standins(*names) as (one, two, write, shop, admin):
        services = {"read_api": [one, two], "write_api": [write], "frontend": [shop], "admin_ui": [admin]}
        with gateway(tmp_path_factory.mktemp("gateway"), **services) as running:
            running.services = services
            yield running


@pytest.fixture
def house(house_of_standins):
    for instances in house_of_standins.services.values():
        for instance in instances:
            instance.fault = None
            instance.seen.clear()
    return house_of_standins
