"""Decides that a run which must skip nothing fails when something was skipped."""

import os

import pytest


def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = len(reporter.stats.get("skipped", [])) if reporter else 0
    if skipped and os.environ.get("MSTORE_TEST_SKIPS") == "forbidden":
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
