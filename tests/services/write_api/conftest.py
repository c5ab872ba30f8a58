"""write-api on a real leader, with an empty catalog, and what the tests see of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from flask import Flask

from tests.postgres import Postgres
from tests.services.write_api.client import Client
from tests.services.write_api.history import History
from tests.services.write_api.service import Settings, running, settings_of


@pytest.fixture(scope="session")
def signing_key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("write-api") / "signing_key.pem"
    key = Ed25519PrivateKey.generate()
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return path


@pytest.fixture
def settings(catalog: Postgres, signing_key_file: Path) -> Settings:
    return settings_of(catalog, signing_key_file)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    with running(settings) as app:
        yield app


@pytest.fixture
def owner(app: Flask) -> Client:
    return Client(app, "owner")


@pytest.fixture
def history(postgres: Postgres) -> History:
    return History(postgres)
