from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.services.write_api.client import Client, slug_of
from tests.services.write_api.service import running

PRODUCT = "/v1/products/0199aaaa-0000-7000-8000-000000000000"
CATEGORY = "/v1/categories/0199aaaa-0000-7000-8000-000000000000"
IMPORT = "/v1/imports/0199aaaa-0000-7000-8000-000000000000"
ID = "0199aaaa-0000-7000-8000-000000000000"
PRODUCT, CATEGORY = f"/v1/products/{ID}", f"/v1/categories/{ID}"
CATALOG_ROUTES = [
    ("POST", "/v1/products"),
    ("PUT", PRODUCT),
    ("PATCH", PRODUCT),
    ("DELETE", PRODUCT),
    ("POST", f"{PRODUCT}/variants"),
    ("PATCH", f"{PRODUCT}/variants/{ID}"),
    ("DELETE", f"{PRODUCT}/variants/{ID}"),
    ("POST", f"{PRODUCT}/images"),
    ("PATCH", f"{PRODUCT}/images/{'0' * 64}"),
    ("DELETE", f"{PRODUCT}/images/{'0' * 64}"),
    ("POST", f"{PRODUCT}/options"),
    ("PATCH", f"{PRODUCT}/options/0"),
    ("DELETE", f"{PRODUCT}/options/0"),
    ("POST", f"{PRODUCT}/restore"),
    ("POST", f"{PRODUCT}/duplicate"),
    ("POST", "/v1/categories"),
    ("PUT", CATEGORY),
    ("PATCH", CATEGORY),
    ("DELETE", CATEGORY),
    ("PATCH", "/v1/settings"),
    ("POST", "/v1/tags/rename"),
    ("POST", "/v1/tags/remove"),
    ("POST", "/v1/media"),
    ("POST", "/v1/batch"),
    ("POST", "/v1/imports"),
    ("POST", f"{IMPORT}/plan"),
    ("POST", f"{IMPORT}/apply"),
    ("DELETE", IMPORT),
    ("POST", "/v1/revisions/1/undo"),
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
        "FACTOR_KEY": "a key of the tests, long enough for one",
        "PASSKEY_DOMAIN": "mstore.localhost",
        "PASSKEY_ORIGINS": "http://admin.mstore.localhost:8080",
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


def is_let_in(answer: TestResponse) -> bool:
    return slug_of(answer) == "writes-paused"
