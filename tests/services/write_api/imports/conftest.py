"""An owner who has files of products."""

import pytest
from flask import Flask

from tests.services.write_api.client import Client
from tests.services.write_api.history import History
from tests.services.write_api.imports.importing import Importer


@pytest.fixture
def importer(app: Flask, owner: Client, history: History) -> Importer:
    return Importer(app, owner, history)
