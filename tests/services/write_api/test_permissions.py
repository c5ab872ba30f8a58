from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from service_defaults.permissions import PUBLIC, permission_of
from tests.services.write_api.client import Client, slug_of
from tests.services.write_api.service import running

PRODUCT = "/v1/products/0199aaaa-0000-7000-8000-000000000000"
CATEGORY = "/v1/categories/0199aaaa-0000-7000-8000-000000000000"
CATALOG_ROUTES = [
    ("POST", "/v1/products"),
    ("PUT", PRODUCT),
    ("PATCH", PRODUCT),
    ("DELETE", PRODUCT),
    ("POST", "/v1/categories"),
    ("PUT", CATEGORY),
    ("PATCH", CATEGORY),
    ("DELETE", CATEGORY),
    ("PATCH", "/v1/settings"),
    ("POST", "/v1/media"),
]
ACCOUNT_ROUTES = [("PUT", "/v1/account/password")]
OPEN_ROUTES = [("POST", "/v1/sessions"), ("POST", "/v1/sessions/refresh"), ("DELETE", "/v1/sessions")]


@pytest.fixture(scope="module")
def app(signing_key_file: Path) -> Iterator[Flask]:
    """Without a leader: whoever is let in learns that writes are paused."""
    settings = {
        "DATABASE_NODES": "127.0.0.1:9",
        "DATABASE_NAME": "mstore",
        "WRITE_API_PASSWORD": "none",
        "SIGNING_KEY_FILE": str(signing_key_file),
    }
    with running(settings) as app:
        yield app


@pytest.mark.parametrize(("method", "path"), CATALOG_ROUTES)
@pytest.mark.parametrize("role", ["owner", "editor"])
def test_owners_and_editors_may_write(app: Flask, role: str, method: str, path: str) -> None:
    assert is_let_in(Client(app, role).send(method, path))


@pytest.mark.parametrize(("method", "path"), CATALOG_ROUTES)
def test_viewers_may_not_write(app: Flask, method: str, path: str) -> None:
    answer = Client(app, "viewer").send(method, path)

    assert (answer.status_code, slug_of(answer)) == (403, "forbidden")
    assert 'error="insufficient_scope"' in answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize(("method", "path"), CATALOG_ROUTES + ACCOUNT_ROUTES)
def test_who_has_no_token_may_nothing_but_log_in(app: Flask, method: str, path: str) -> None:
    answer = Client(app).send(method, path)

    assert (answer.status_code, slug_of(answer)) == (401, "unauthorized")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(("method", "path"), OPEN_ROUTES)
def test_everyone_may_try_to_log_in(app: Flask, method: str, path: str) -> None:
    assert is_let_in(Client(app).send(method, path))


@pytest.mark.parametrize("role", ["owner", "editor", "viewer"])
def test_everyone_may_choose_their_password(app: Flask, role: str) -> None:
    assert all(is_let_in(Client(app, role).send(method, path)) for method, path in ACCOUNT_ROUTES)


def test_these_are_all_routes(app: Flask) -> None:
    permissions = [
        permission_of(app, rule.endpoint) for rule in app.url_map.iter_rules() if rule.rule.startswith("/v1/")
    ]

    assert permissions.count("catalog:write") == len(CATALOG_ROUTES)
    assert permissions.count("account") == len(ACCOUNT_ROUTES)
    assert permissions.count(PUBLIC) == len(OPEN_ROUTES)
    assert len(permissions) == len(CATALOG_ROUTES + ACCOUNT_ROUTES + OPEN_ROUTES)


def is_let_in(answer: TestResponse) -> bool:
    return slug_of(answer) == "writes-paused"
