"""An account, an app that shows codes for it, and a clock that stands still."""

import pytest
from flask import Flask

from tests.postgres import Postgres
from tests.services.write_api.factors import NOW, App, app_of
from tests.services.write_api.people import Person, first_owner
from write_api.factors import totp


@pytest.fixture
def owner(app: Flask, catalog: Postgres) -> Person:
    return first_owner(app)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stands still for codes, so that none is over because a test took long."""
    monkeypatch.setattr(totp, "now", lambda: NOW)


@pytest.fixture
def phone(owner: Person) -> App:
    return app_of(owner)
