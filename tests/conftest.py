"""Fixtures for every room of the tests: PostgreSQL with the schema, an empty catalog in it, a browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser import FLAGS, find_browser
from tests.postgres import Postgres, running_postgres


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A primary and a streaming standby with roles and migrations applied."""
    with running_postgres() as running:
        yield running


@pytest.fixture
def catalog(postgres: Postgres) -> Iterator[Postgres]:
    """The same, with an emptied catalog on both; the standby is brought back after the test."""
    postgres.empty_catalog()
    yield postgres
    postgres.standby_control.start()
    postgres.standby_control.resume_replay()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium without a window; skips the test where there is none."""
    path = find_browser()
    if path is None:
        pytest.skip("no Chromium here, and none could be installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()
