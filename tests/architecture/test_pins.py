"""What is pinned for a service is all that it loads."""

import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.architecture.dependencies import normal
from tests.architecture.source import SERVICE_FOLDERS

LOAD_ALL = """
import importlib, pkgutil, sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in absent:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

service, *absent = sys.argv[1:]
sys.meta_path.insert(0, Absent())
package = importlib.import_module(service)
for module in pkgutil.walk_packages(package.__path__, service + "."):
    if module.name != service + ".openapi":  # developers make the document of it
        importlib.import_module(module.name)
importlib.import_module("service_defaults.gunicorn")
"""


@pytest.mark.parametrize("service", SERVICE_FOLDERS)
def test_a_service_loads_where_nothing_but_its_pins_is_installed(service: str) -> None:
    """As in its image: whatever else the house and the tests brought is hidden."""
    pinned = pins(SERVICE_FOLDERS[service].parent / "requirements.txt")
    absent = [
        package
        for package, distributions in packages_distributions().items()
        if not any(is_there(normal(each), pinned) for each in distributions)
    ]
    assert "pytest" in absent
    ran = subprocess.run(
        [sys.executable, "-c", LOAD_ALL, service, *absent], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr


def pins(requirements: Path) -> set[str]:
    return {normal(name) for name in re.findall(r"^([\w.-]+)==", requirements.read_text(), re.MULTILINE)}


def is_there(distribution: str, pinned: set[str]) -> bool:
    return distribution in pinned or distribution.startswith("mstore-")
