"""write-api on a real leader, and clients of each role."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from flask import Flask

from tests.postgres import Postgres
from tests.services.write_api.client import Client
from tests.services.write_api.history import History
from write_api import create_app


@pytest.fixture(scope="session")
def signing_key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("write-api") / "signing_key.pem"
    key = Ed25519PrivateKey.generate()
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return path


@pytest.fixture
def environment(catalog: Postgres, signing_key_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_NODES", catalog.nodes)
    monkeypatch.setenv("DATABASE_NAME", catalog.name)
    monkeypatch.setenv("WRITE_API_PASSWORD", catalog.passwords["write_api"])
    monkeypatch.setenv("SIGNING_KEY_FILE", str(signing_key_file))
    monkeypatch.setenv("BUILD", "test")


@pytest.fixture
def app(environment: None) -> Iterator[Flask]:
    app = create_app()
    yield app
    app.extensions["leader"].dispose()


@pytest.fixture
def owner(app: Flask) -> Client:
    return Client(app, "owner")


@pytest.fixture
def history(catalog: Postgres) -> History:
    return History(catalog)
