"""An owner who has files of products."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.services.write_api.client import Client
from tests.services.write_api.history import History
from tests.services.write_api.imports.importing import Importer
from tests.services.write_api.imports.web import Web
from write_api.fetching.addresses import Policy


@pytest.fixture
def importer(app: Flask, owner: Client, history: History) -> Importer:
    return Importer(app, owner, history)


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as running:
        yield running


@pytest.fixture
def policy(web: Web) -> Policy:
    return web.policy()
