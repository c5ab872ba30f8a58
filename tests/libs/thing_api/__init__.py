"""A service that exists for these tests alone: the smallest one that can be watched."""

import os
import time

from flask import Flask

from service_defaults.app import add_service_defaults
from service_defaults.permissions import PUBLIC, Caller, enforce_permissions, permission
from service_defaults.problems import Problem
from service_defaults.settings import load
from thing_api.settings import Settings


def create_app() -> Flask:
    """/worker names the process that answers; /slow answers when a file says so."""
    settings = load(Settings)
    app = Flask(__name__)

    @app.get("/worker")
    @permission(PUBLIC)
    def worker() -> dict[str, int]:
        return {"pid": os.getpid()}

    @app.get("/slow")
    @permission(PUBLIC)
    def slow() -> dict[str, bool]:
        (settings.signals / "begun").touch()
        deadline = time.monotonic() + 20
        while not (settings.signals / "finish").exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        return {"finished": True}

    add_service_defaults(app, name="thing-api", settings=settings, ready={})
    enforce_permissions(app, nobody)
    return app


def nobody(_request: object, _needed: str) -> Caller:
    """No one may do anything here that is not public."""
    raise Problem(401, "unauthorized", "There are no callers here.")


def broken() -> Flask:
    """An app that cannot be made."""
    raise RuntimeError("This cannot be made.")


def leaving() -> Flask:
    """An app that ends its process instead."""
    raise SystemExit(78)
