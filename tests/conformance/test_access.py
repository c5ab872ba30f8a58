"""Every route of every service, asked by everyone: what comes of it is what docs/access.md says."""

import re
from pathlib import Path

import pytest
import requests

from tests.conformance.conftest import House
from tests.conformance.personas import Persona, everyone
from tests.conformance.routes import routes_of, sample_path
from tests.conformance.services import ADMIN_UI, SERVICES, Service
from tests.conformance.shop import Shop

DOCS = Path(__file__).parents[2] / "docs" / "access.md"
COLUMNS = ("nobody", "one-time", "viewer", "editor", "owner", "key", "owner's key")
ALLOWED, TO_LOGIN, TO_PASSWORD = "yes", "login", "password"

Row = tuple[str, ...]


def rows_of(service: Service) -> dict[tuple[str, str, str], Row]:
    """What the docs say of each route: by address, method and permission, a cell for each column."""
    section = re.split(rf"^### {service.name}$", DOCS.read_text(), maxsplit=1, flags=re.MULTILINE)[1]
    lines = re.split(r"^#+ ", section, maxsplit=1, flags=re.MULTILINE)[0].splitlines()
    rows = {}
    for line in (line for line in lines if line.startswith("| `")):
        rule, methods, permission, *cells = (
            cell.strip().replace("`", "") for cell in line.strip("|").split("|")
        )
        for method in methods.split(", "):
            rows[(rule, method, permission)] = tuple(cells)
    return rows


@pytest.fixture(scope="module")
def personas(shop: Shop) -> list[Persona]:
    found = everyone(shop)
    assert tuple(persona.name for persona in found) == COLUMNS
    return found


def test_every_route_is_in_the_table_and_no_other(service: Service, tmp_path: Path) -> None:
    assert set(rows_of(service)) == routes_of(service, tmp_path)


@pytest.mark.parametrize("service", SERVICES, ids=str)
def test_everyone_gets_what_the_table_says(
    service: Service, house: House, personas: list[Persona], secrets: Path
) -> None:
    different = {}
    for (rule, method, _permission), cells in rows_of(service).items():
        for persona, said in zip(personas, cells, strict=True):
            answer = persona.ask(house[service.name], method, sample_path(rule), service, secrets)
            seen = outcome(answer, service)
            if seen != said:
                different[f"{method} {rule} by {persona.name}"] = f"{seen} ({answer.status_code}), not {said}"
    assert different == {}


def outcome(answer: requests.Response, service: Service) -> str:
    """In the table's words. Allowed is who gets past the door, whatever comes of a senseless request."""
    assert answer.status_code < 500 or answer.url.endswith("/health/ready"), answer.text
    if answer.status_code in {401, 403}:
        return str(answer.status_code)
    if service == ADMIN_UI and answer.status_code == 303:
        ways = {"/login": TO_LOGIN, "/account/password": TO_PASSWORD}
        return ways.get(answer.headers["Location"].partition("?")[0], ALLOWED)
    return ALLOWED
