"""Who may know whom."""

import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.architecture.dependencies import all_brought_by, normal
from tests.architecture.source import (
    API_CONTRACT,
    REVISION_CACHE,
    ROOT,
    SERVICE_DEFAULTS,
    SERVICE_FOLDERS,
    imported,
    imported_packages,
    python_files,
    short,
)

SERVICES = set(SERVICE_FOLDERS)
DATABASE_LIBRARIES = {"sqlalchemy", "psycopg2", "alembic"}
UIS = ["frontend", "admin_ui"]
STATEMENT = re.compile(
    r"\b(select\s.+\sfrom\s|insert\s+into\s|update\s+\S+\s+set\s|delete\s+from\s)", re.IGNORECASE | re.DOTALL
)


def those_who_import(packages: set[str], *folders: Path) -> dict[str, set[str]]:
    return {name: files for name, files in imported_packages(*folders).items() if name in packages}


@pytest.mark.parametrize("service", SERVICE_FOLDERS)
def test_a_service_knows_no_other_and_none_of_the_house_around_it(service: str) -> None:
    strangers = (SERVICES | {"database", "infra", "tests"}) - {service}
    assert those_who_import(strangers, SERVICE_FOLDERS[service]) == {}


def test_service_defaults_know_no_service() -> None:
    strangers = SERVICES | {"database", "infra", "tests"} | DATABASE_LIBRARIES
    assert those_who_import(strangers | {"api_contract"}, SERVICE_DEFAULTS) == {}


def test_contracts_know_no_service() -> None:
    strangers = SERVICES | {"database", "infra", "tests"} | DATABASE_LIBRARIES
    assert those_who_import(strangers, API_CONTRACT) == {}


def test_the_cache_knows_no_service_and_no_database() -> None:
    strangers = SERVICES | {"api_contract", "database", "infra", "tests"} | DATABASE_LIBRARIES
    assert those_who_import(strangers, REVISION_CACHE) == {}


def test_only_readers_keep_answers() -> None:
    others = [SERVICE_FOLDERS["write_api"], SERVICE_FOLDERS["admin_ui"], ROOT / "database"]
    assert those_who_import({"revision_cache"}, *others) == {}


def test_only_apis_declare_contracts() -> None:
    others = [*(SERVICE_FOLDERS[service] for service in UIS), ROOT / "infra", ROOT / "database"]
    assert those_who_import({"api_contract"}, *others) == {}


def test_migrations_and_the_house_know_no_service() -> None:
    assert those_who_import(SERVICES, ROOT / "database", ROOT / "infra") == {}


def test_only_the_migrations_know_alembic() -> None:
    others = [ROOT / "libs", ROOT / "services", ROOT / "infra"]
    assert those_who_import({"alembic"}, *others) == {}


@pytest.mark.parametrize("service", UIS)
def test_a_ui_knows_no_database(service: str) -> None:
    assert those_who_import(DATABASE_LIBRARIES, SERVICE_FOLDERS[service]) == {}


@pytest.mark.parametrize("service", UIS)
def test_a_ui_knows_no_sql(service: str) -> None:
    texts = [*SERVICE_FOLDERS[service].rglob("*.py"), *SERVICE_FOLDERS[service].rglob("*.html")]
    assert [short(path) for path in texts if STATEMENT.search(path.read_text())] == []


def test_the_reader_has_no_commands_and_the_writer_no_queries() -> None:
    assert list(SERVICE_FOLDERS["read_api"].rglob("commands*")) == []
    assert list(SERVICE_FOLDERS["write_api"].rglob("queries*")) == []
    assert list(SERVICE_FOLDERS["read_api"].rglob("queries.py")) != []
    assert list(SERVICE_FOLDERS["write_api"].rglob("commands.py")) != []


@pytest.mark.parametrize("role", ["queries.py", "commands.py"])
def test_queries_and_commands_know_nothing_of_http(role: str) -> None:
    files = [path for path in python_files(*SERVICE_FOLDERS.values()) if path.name == role]
    assert [short(path) for path in files if any(name.startswith("flask") for name in imported(path))] == []


@pytest.mark.parametrize("service", SERVICE_FOLDERS)
def test_a_service_brings_every_package_it_imports(service: str) -> None:
    """Each is deployed alone: what it imports must come with what its own pyproject.toml names."""
    folder = SERVICE_FOLDERS[service]
    brought = all_brought_by(folder.parent)
    standard = sys.stdlib_module_names | {"compression"}  # since Python 3.14
    foreign = (
        set(imported_packages(folder))
        - standard
        - {
            service,
            "service_defaults",
            "api_contract",
            "revision_cache",
        }
    )
    providers = packages_distributions()
    absent = {
        name for name in foreign if not brought & {normal(each) for each in providers.get(name, [name])}
    }
    assert absent == set()
