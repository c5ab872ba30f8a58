"""The four services as they run in earnest: over PostgreSQL, and the pages over the read API."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.conformance.services import ADMIN_UI, FRONTEND, READ_API, SERVICES, WRITE_API, Service, settings_of
from tests.conformance.shop import Shop
from tests.libs.serving import Served, serving
from tests.postgres import Postgres

House = dict[str, Served]


@pytest.fixture(params=SERVICES, ids=str)
def service(request: pytest.FixtureRequest) -> Service:
    """Each of the four services."""
    each: Service = request.param
    return each


@pytest.fixture(scope="session")
def secrets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The keys and passwords of the services that run."""
    return tmp_path_factory.mktemp("secrets")


@pytest.fixture(scope="session")
def house(postgres: Postgres, secrets: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """All four services, running, by name."""
    directory = tmp_path_factory.mktemp("services")
    with ExitStack() as stack:

        def start(service: Service, **more: str) -> Served:
            settings = settings_of(service, secrets, postgres=postgres, **more)
            return stack.enter_context(serving(service.package, settings, directory, *service.arguments))

        house = {service.name: start(service) for service in (READ_API, WRITE_API)}
        api_url = house[READ_API.name].url
        yield house | {service.name: start(service, api_url=api_url) for service in (FRONTEND, ADMIN_UI)}


@pytest.fixture
def served(service: Service, house: House) -> Served:
    """Each of the services, running with all it depends on."""
    return house[service.name]


@pytest.fixture
def alone(service: Service, tmp_path: Path) -> Iterator[Served]:
    """Each of the services, running while all it depends on is away."""
    settings = settings_of(service, tmp_path)
    with serving(service.package, settings, tmp_path, *service.arguments) as served:
        yield served


@pytest.fixture(scope="module")
def shop(house: House, postgres: Postgres, secrets: Path) -> Shop:
    """A shop with an owner, and one of everything."""
    return Shop(house, postgres, secrets)
