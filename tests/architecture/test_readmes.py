"""What a service's README says of its settings and routes is what they are."""

import re
from pathlib import Path

import pytest

from read_api.products.parameters import ListStaffProducts
from service_defaults.gunicorn import ServerSettings
from tests.architecture.source import SERVICE_DEFAULTS
from tests.conformance.routes import routes_of
from tests.conformance.services import READ_API, SERVICES, WRITE_API, Service


def table(readme: Path, heading: str) -> list[list[str]]:
    """The cells of the rows of the first table under a heading, without marks of code."""
    section = re.split(rf"^#+ {heading}$", readme.read_text(), maxsplit=1, flags=re.MULTILINE)[1]
    lines = re.split(r"^#+ ", section, maxsplit=1, flags=re.MULTILINE)[0].splitlines()
    rows = [line.strip().strip("|").split("|") for line in lines if line.startswith("| `")]
    assert rows, f"There is no table under {heading} in {readme}."
    return [[cell.strip().replace("`", "") for cell in row] for row in rows]


@pytest.fixture(params=SERVICES, ids=str)
def service(request: pytest.FixtureRequest) -> Service:
    """Each of the services."""
    asked: Service = request.param
    return asked


def test_every_setting_is_in_the_readme_and_no_other(service: Service) -> None:
    rows = table(service.folder / "README.md", "Settings")
    assert sorted(row[0] for row in rows) == sorted(service.required_by_name())
    assert all(len(row[2]) > 10 for row in rows)


def test_the_settings_of_every_service_are_in_the_readme_of_service_defaults() -> None:
    rows = table(SERVICE_DEFAULTS.parent / "README.md", "Running a service")
    assert sorted(row[0] for row in rows) == sorted(name.upper() for name in ServerSettings.model_fields)


def test_the_readme_says_which_settings_are_required(service: Service) -> None:
    said = {
        name: cell in {"yes", "required"}
        for name, cell, *_ in table(service.folder / "README.md", "Settings")
    }
    assert said == service.required_by_name()


def test_every_setting_says_what_it_means(service: Service) -> None:
    fields = service.settings.model_fields
    assert [name for name, field in fields.items() if not field.description] == []


def test_every_route_with_its_permission_is_in_the_readme_and_no_other(
    service: Service, tmp_path: Path
) -> None:
    said = {
        (rule, method, permission)
        for rule, methods, permission, *_ in table(service.folder / "README.md", "Routes")
        for method in re.split(r"[\s,]+", methods)
    }
    assert said == routes_of(service, tmp_path)


def test_every_parameter_of_a_listing_is_in_the_readme_and_no_other() -> None:
    readme = READ_API.folder / "README.md"
    parameters = {field.data_key or name for name, field in ListStaffProducts().fields.items()}
    assert {row[0] for row in table(readme, "What can be asked of a listing")} == parameters


@pytest.mark.parametrize("service", [READ_API, WRITE_API], ids=str, indirect=True)
def test_every_folder_of_an_api_is_in_the_readme_and_no_other(service: Service) -> None:
    rows = table(service.folder / "README.md", "Where things are")
    said = {name for row in rows for name in re.findall(r"(\w+)/(?=,|$)", row[0])}
    assert said == {each.parent.name for each in (service.folder / service.package).glob("*/__init__.py")}
