"""read-api over a real primary and standby, with an owner who writes and a reader who reads."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask
from jwt.algorithms import OKPAlgorithm
from sqlalchemy import text

from read_api import create_app
from read_api.settings import Settings
from tests.libs.serving import Served, serving
from tests.postgres import SUPERUSER, Postgres
from tests.services.read_api.owner import Owner
from tests.services.read_api.reader import Reader


@pytest.fixture(scope="session")
def signing_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


@pytest.fixture(scope="session")
def key_set_file(signing_key: Ed25519PrivateKey, tmp_path_factory: pytest.TempPathFactory) -> Path:
    key = json.loads(OKPAlgorithm.to_jwk(signing_key.public_key()))
    path = tmp_path_factory.mktemp("keys") / "key_set.json"
    path.write_text(json.dumps({"keys": [key | {"kid": "test", "alg": "EdDSA", "use": "sig"}]}))
    return path


@pytest.fixture(scope="session")
def bearer(signing_key: Ed25519PrivateKey) -> Callable[[str], dict[str, str]]:
    """The header of a caller with these scopes."""

    def header(scope: str) -> dict[str, str]:
        now = datetime.now(UTC)
        claims = {"iss": "mstore", "sub": "1", "name": "Test", "role": "viewer", "scope": scope}
        times = {"iat": now, "exp": now + timedelta(minutes=10)}
        token = jwt.encode(claims | times, signing_key, "EdDSA", headers={"kid": "test"})
        return {"Authorization": f"Bearer {token}"}

    return header


@pytest.fixture(scope="session")
def settings(postgres: Postgres, key_set_file: Path) -> Settings:
    return Settings(
        connections=4,
        database_nodes=postgres.nodes,
        database_name=postgres.name,
        read_public_password=postgres.passwords["read_public"],
        read_staff_password=postgres.passwords["read_staff"],
        key_set_file=key_set_file,
    )


@pytest.fixture(scope="session")
def app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings)
    yield app
    app.extensions["replicas"].close()


@pytest.fixture
def owner(catalog: Postgres) -> Owner:
    return Owner(catalog)


@pytest.fixture
def reader(app: Flask, owner: Owner) -> Reader:
    return Reader(app.test_client(), owner.token)


@pytest.fixture
def served(catalog: Postgres, key_set_file: Path, tmp_path: Path) -> Iterator[Served]:
    """read-api as it runs in earnest."""
    environment = {
        "DATABASE_NODES": catalog.nodes,
        "DATABASE_NAME": catalog.name,
        "READ_PUBLIC_PASSWORD": catalog.passwords["read_public"],
        "READ_STAFF_PASSWORD": catalog.passwords["read_staff"],
        "KEY_SET_FILE": str(key_set_file),
        "WORKERS": "1",
    }
    with serving("read_api", environment, tmp_path) as running:
        yield running


@pytest.fixture
def forget(owner: Owner, postgres: Postgres) -> Iterator[Callable[[], None]]:
    """Purges all revisions but the newest; afterwards none counts as purged."""

    def purge() -> None:
        owner.run("SELECT catalog.purge_history(interval '0', 1000000)")

    yield purge
    with postgres.connection(SUPERUSER) as connection:
        connection.execute(text("UPDATE catalog.history SET oldest = 0"))
        connection.commit()
