"""Everyone who may ask: nobody, somebody with a one-time password, each role, and programs with a key."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from flask import Flask, session
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import generate_csrf

from tests.conformance.services import ADMIN_UI, Service
from tests.conformance.shop import Shop
from tests.libs.serving import Served

COOKIE = "mstore_admin"
PASSWORD = "chosen for the tests"


@dataclass(frozen=True)
class Persona:
    """Somebody with an access token, if any; people have it in a cookie of the admin UI too."""

    name: str
    token: str | None = None
    is_person: bool = True

    def ask(
        self, served: Served, method: str, path: str, service: Service, secrets: Path
    ) -> requests.Response:
        """Ask a service, with all that a form needs but for what is typed."""
        bears = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        form: dict[str, Any] = {"headers": bears, "allow_redirects": False}
        if service == ADMIN_UI:
            form |= self._as_form((secrets / "admin-ui" / "session_secret").read_text())
        return served.request(method, path, **form)

    def _as_form(self, secret: str) -> dict[str, Any]:
        app = Flask("forms")
        app.secret_key = secret
        with app.test_request_context():
            stamp = generate_csrf()
            if self.is_person and self.token:
                session.update(access=self.token, refresh="unknown", email="")
            serializer = SecureCookieSessionInterface().get_signing_serializer(app)
            assert serializer is not None
            cookie = serializer.dumps(dict(session))
        return {"cookies": {COOKIE: cookie}, "data": {"csrf_token": stamp}}


def everyone(shop: Shop) -> list[Persona]:
    """In the order of the table's columns."""
    one_time = _log_in(shop, "one-time@example.com", _add(shop, "one-time@example.com", "owner"))
    people = [Persona(role, person(shop, role)) for role in ("viewer", "editor")]
    owner = str(shop.log_in()["access_token"])
    keys = {"key": ["catalog:read"], "owner's key": ["catalog:read", "accounts:read"]}
    programs = [Persona(name, _exchanged(shop, scopes), is_person=False) for name, scopes in keys.items()]
    return [Persona("nobody"), Persona("one-time", one_time), *people, Persona("owner", owner), *programs]


def _exchanged(shop: Shop, scopes: list[str]) -> str:
    """The access token of a new key of the owner."""
    key = shop.write("/v1/api-keys", json={"name": "A mirror", "scopes": scopes}).json()["api_key"]
    return str(shop.writer.request("POST", "/v1/tokens", json={"api_key": key}).json()["access_token"])


def _add(shop: Shop, email: str, role: str) -> str:
    made = shop.write("/v1/accounts", json={"email": email, "role": role})
    return str(made.json()["one_time_password"])


def person(shop: Shop, role: str) -> str:
    """The access token of somebody new of this role, who has chosen the password."""
    email = f"{role}@example.com"
    one_time = _add(shop, email, role)
    headers = {"Authorization": f"Bearer {_log_in(shop, email, one_time)}"}
    words = {"current_password": one_time, "new_password": PASSWORD}
    assert shop.writer.request("PUT", "/v1/account/password", json=words, headers=headers).status_code == 204
    return _log_in(shop, email, PASSWORD)


def _log_in(shop: Shop, email: str, password: str) -> str:
    begun = shop.writer.request("POST", "/v1/sessions", json={"email": email, "password": password})
    return str(begun.json()["access_token"])
