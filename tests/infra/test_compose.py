"""docker-compose.yml tells every container what its program needs to start."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from infra.secrets import make_secrets
from tests.conformance.services import ROOT, SERVICES, Service

COMPOSED: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
BY_PACKAGE = {service.package: service for service in SERVICES}
# What services/Dockerfile gives every container of a service.
OF_THE_IMAGE = {"LISTEN"}


def service_of(container: str) -> Service | None:
    """The service whose settings its program reads: its own image's, or that of its command line."""
    build, command = COMPOSED[container].get("build", {}), str(COMPOSED[container].get("command", ""))
    package = build.get("args", {}).get("PACKAGE")
    return BY_PACKAGE.get(package) or next((BY_PACKAGE[each] for each in BY_PACKAGE if each in command), None)


@pytest.mark.parametrize("container", [name for name in COMPOSED if service_of(name)])
def test_a_container_is_told_what_its_program_needs(container: str, tmp_path: Path) -> None:
    service, composed = service_of(container), COMPOSED[container]
    assert service is not None
    make_secrets(tmp_path)
    mounted = [volume for volume in composed.get("volumes", []) if volume.endswith(":/run/secrets:ro")]
    folders = [tmp_path / volume.partition(":")[0].removeprefix("secrets-") for volume in mounted]
    secrets = {path.name.upper() for folder in folders for path in folder.iterdir()}

    required = {name for name, is_required in service.required_by_name().items() if is_required}

    assert required - OF_THE_IMAGE <= composed.get("environment", {}).keys() | secrets


def test_every_service_has_a_container_of_its_own() -> None:
    assert {service_of(name) for name in COMPOSED} >= set(SERVICES)
    assert service_of("write-api-jobs") is BY_PACKAGE["write_api"]
