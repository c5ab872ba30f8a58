"""write-api in the process of the tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask

from tests.postgres import Postgres
from write_api import create_app

Settings = dict[str, str]


def settings_of(postgres: Postgres, signing_key_file: Path) -> Settings:
    """What write-api is told about this cluster."""
    return {
        "DATABASE_NODES": postgres.nodes,
        "DATABASE_NAME": postgres.name,
        "WRITE_API_PASSWORD": postgres.passwords["write_api"],
        "SIGNING_KEY_FILE": str(signing_key_file),
        "FACTOR_KEY": "a key of the tests, long enough for one",
        "PASSKEY_DOMAIN": "mstore.localhost",
        "PASSKEY_ORIGINS": "http://admin.mstore.localhost:8080,https://admin.mstore.localhost",
        "BUILD": "test",
    }


@contextmanager
def running(settings: Settings) -> Iterator[Flask]:
    """The app with these settings."""
    with pytest.MonkeyPatch.context() as environment:
        for name, value in settings.items():
            environment.setenv(name, value)
        app = create_app()
    yield app
    app.extensions["leader"].dispose()
