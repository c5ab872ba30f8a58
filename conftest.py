"""Decides what runs side by side, and that a run which must skip nothing fails when something was."""

import os
from pathlib import Path

import pytest

from infra.postgres import standalone

INFRA = Path(__file__).parent / "tests" / "infra"


def pytest_configure() -> None:
    """Processes that run side by side take different ports: none finds its own taken."""
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    standalone.PORTS = standalone.PORTS[number :: int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In several processes a file stays in one, and so does all that needs a gateway or the whole house."""
    for item in items:
        is_of_the_house = item.get_closest_marker("house") or INFRA in item.path.parents
        group = "house" if is_of_the_house else str(item.path)
        item.add_marker(pytest.mark.xdist_group(group))


def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = len(reporter.stats.get("skipped", [])) if reporter else 0
    if skipped and os.environ.get("MSTORE_TEST_SKIPS") == "forbidden":
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
