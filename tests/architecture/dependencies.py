"""What comes along when a service is installed: what its pyproject.toml names, and all that this needs."""

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import requires
from pathlib import Path

from packaging.requirements import Requirement

from tests.architecture.source import API_CONTRACT, SERVICE_DEFAULTS

OUR_OWN = {"mstore-service-defaults": SERVICE_DEFAULTS, "mstore-api-contract": API_CONTRACT}


def all_brought_by(folder: Path) -> set[str]:
    """The normalized names of the distributions that installing the project in `folder` installs."""
    brought: set[str] = set()
    waiting = _declared(folder)
    while waiting:
        requirement = waiting.pop()
        if str(requirement) not in brought:
            brought |= {str(requirement), normal(requirement.name)}
            waiting += _needed_by(requirement)
    return brought


def normal(name: str) -> str:
    """The name of a distribution as PEP 503 spells it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _declared(folder: Path) -> list[Requirement]:
    project = tomllib.loads((folder / "pyproject.toml").read_text())["project"]
    return [Requirement(each) for each in project["dependencies"]]


def _needed_by(requirement: Requirement) -> Iterator[Requirement]:
    if requirement.name in OUR_OWN:
        yield from _declared(OUR_OWN[requirement.name].parent)
        return
    for each in map(Requirement, requires(requirement.name) or []):
        if each.marker is None or any(
            each.marker.evaluate({"extra": extra}) for extra in {"", *requirement.extras}
        ):
            yield each
