"""What a service's README says of its settings and routes is what they are."""

import json
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from service_defaults.gunicorn import ServerSettings
from service_defaults.settings import ServiceSettings
from tests.conformance.services import SERVICES, Service, settings_of
from tests.libs.serving import environment

PRINT_ROUTES = """
import json, sys
from importlib import import_module
from service_defaults.permissions import permission_of

app = import_module(sys.argv[1]).create_app()
routes = [
    (rule.rule, method, permission_of(app, rule.endpoint))
    for rule in app.url_map.iter_rules()
    for method in rule.methods - {"HEAD", "OPTIONS"}
]
sys.stderr.write(json.dumps(routes))
"""
Route = tuple[str, str, str]


def table(readme: Path, heading: str) -> list[list[str]]:
    """The cells of the rows of the first table under a heading, without marks of code."""
    section = re.split(rf"^#+ {heading}$", readme.read_text(), maxsplit=1, flags=re.MULTILINE)[1]
    lines = re.split(r"^#+ ", section, maxsplit=1, flags=re.MULTILINE)[0].splitlines()
    rows = [line.strip().strip("|").split("|") for line in lines if line.startswith("| `")]
    assert rows, f"There is no table under {heading} in {readme}."
    return [[cell.strip().replace("`", "") for cell in row] for row in rows]


def settings_class(service: Service) -> type[ServiceSettings]:
    settings: type[ServiceSettings] = import_module(f"{service.package}.settings").Settings
    return settings


def required_by_name(service: Service) -> dict[str, bool]:
    fields = ServerSettings.model_fields | settings_class(service).model_fields
    return {name.upper(): field.is_required() for name, field in fields.items()}


@pytest.fixture(params=SERVICES, ids=str)
def service(request: pytest.FixtureRequest) -> Service:
    """Each of the services."""
    asked: Service = request.param
    return asked


def test_every_setting_is_in_the_readme_and_no_other(service: Service) -> None:
    rows = table(service.folder / "README.md", "Settings")
    assert sorted(row[0] for row in rows) == sorted(required_by_name(service))
    assert all(len(row[2]) > 10 for row in rows)


def test_the_readme_says_which_settings_are_required(service: Service) -> None:
    said = {
        name: cell in {"yes", "required"}
        for name, cell, *_ in table(service.folder / "README.md", "Settings")
    }
    assert said == required_by_name(service)


def test_every_setting_says_what_it_means(service: Service) -> None:
    fields = settings_class(service).model_fields
    assert [name for name, field in fields.items() if not field.description] == []


def test_every_route_with_its_permission_is_in_the_readme_and_no_other(
    service: Service, tmp_path: Path
) -> None:
    said = {
        (rule, method, permission)
        for rule, methods, permission, *_ in table(service.folder / "README.md", "Routes")
        for method in re.split(r"[\s,]+", methods)
    }
    assert said == routes(service, tmp_path)


def routes(service: Service, directory: Path) -> set[Route]:
    """Every route of a service as it runs; each has a permission, or the service would not have started."""
    told = subprocess.run(
        [sys.executable, "-c", PRINT_ROUTES, service.package],
        env=environment(settings_of(service, directory)),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    return {(rule, method, permission) for rule, method, permission in json.loads(told.stderr)}
