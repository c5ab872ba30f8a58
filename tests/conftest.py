"""Fixtures for every room of the tests: PostgreSQL with the schema, and an empty catalog in it."""

from collections.abc import Iterator

import pytest

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
