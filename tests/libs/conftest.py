"""An app with the defaults of every service, to be asked without a server."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from service_defaults.app import add_service_defaults
from service_defaults.settings import ServiceSettings


@pytest.fixture
def app() -> Flask:
    """An app that has no defaults yet."""
    return Flask("thing")


@pytest.fixture
def with_defaults(app: Flask) -> Callable[..., Flask]:
    """Gives the app its defaults, once it has its routes."""

    def add(**options: Any) -> Flask:
        options = {"name": "thing-api", "settings": ServiceSettings(), "ready": {}, **options}
        add_service_defaults(app, **options)
        return app

    return add


@pytest.fixture
def log_lines(capsys: pytest.CaptureFixture[str]) -> Callable[[], list[dict[str, Any]]]:
    """What has been logged since the last time of asking."""
    return lambda: [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.fixture(autouse=True)
def no_settings_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings of the shell that runs the tests are none of the tests'."""
    for name in ("BUILD", "LOG_LEVEL", "SECRETS_DIR", "PROMETHEUS_MULTIPROC_DIR"):
        monkeypatch.delenv(name, raising=False)
