import json
import time
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from flask import Flask
from jwt.algorithms import OKPAlgorithm
from werkzeug.test import TestResponse

from service_defaults.bearer import LEEWAY, BearerTokens
from service_defaults.permissions import caller, enforce_permissions, permission
from tests.waiting import wait_until

OURS, OLD, FOREIGN = (Ed25519PrivateKey.generate() for _ in range(3))


def public_jwk(key: Ed25519PrivateKey, kid: str) -> dict[str, Any]:
    return {**json.loads(OKPAlgorithm.to_jwk(key.public_key())), "kid": kid, "use": "sig"}


KEY_SET = {"keys": [public_jwk(OLD, "old"), public_jwk(OURS, "ours")]}


def token(key: Any = OURS, kid: str | None = "ours", algorithm: str = "EdDSA", **changes: Any) -> str:
    now = int(time.time())
    claims = {"iss": "mstore", "sub": "7", "name": "Anna", "role": "owner", "iat": now, "exp": now + 60}
    claims |= {"scope": "things:read things:write", **changes}
    present = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(present, key, algorithm, {"kid": kid} if kid else None)


@pytest.fixture
def ask(app: Flask, with_defaults: Callable[..., Flask]) -> Callable[[str | None], TestResponse]:
    """Asks a view that needs things:write, with an Authorization header."""

    @permission("things:write")
    def view() -> dict[str, Any]:
        return {
            "id": caller().id,
            "name": caller().claims["name"],
            "role": caller().claims["role"],
            "scopes": sorted(caller().scopes),
        }

    app.add_url_rule("/things", view_func=view)
    with_defaults()
    enforce_permissions(app, BearerTokens(KEY_SET))
    return lambda header: app.test_client().get(
        "/things", headers={} if header is None else {"Authorization": header}
    )


@pytest.mark.parametrize(("key", "kid"), [(OURS, "ours"), (OLD, "old")])
def test_a_good_token_says_who_calls(
    ask: Callable[[str | None], TestResponse], key: Ed25519PrivateKey, kid: str
) -> None:
    scopes = ["things:read", "things:write"]
    answer = ask(f"Bearer {token(key, kid)}")
    assert answer.get_json() == {"id": "7", "name": "Anna", "role": "owner", "scopes": scopes}


@pytest.mark.parametrize("header", [None, "Bearer", "Bearer ", "Basic YTpi", "nonsense"])
def test_without_a_token_the_answer_asks_for_one(
    ask: Callable[[str | None], TestResponse], header: str | None
) -> None:
    answer = ask(header)
    assert (answer.status_code, answer.get_json()["type"][-12:]) == (401, "unauthorized")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="mstore"'


BAD = {
    "garbage": "a.b.c",
    "by a foreign key": token(FOREIGN),
    "by one key in the name of another": token(OURS, "old"),
    "by an unknown key": token(FOREIGN, "foreign"),
    "without the name of its key": token(kid=None),
    "expired": token(exp=int(time.time()) - 60),
    "not valid yet": token(nbf=int(time.time()) + 60),
    "without an end": token(exp=None),
    "without a subject": token(sub=None),
    "of another issuer": token(iss="other"),
    "without an issuer": token(iss=None),
    "not signed": token(key=None, algorithm="none"),
    "signed with the public key as a secret": token("ours" * 16, algorithm="HS256"),
    "by an RSA key": token(generate_private_key(65537, 2048), algorithm="RS256"),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_a_bad_token_is_refused(ask: Callable[[str | None], TestResponse], bad: str) -> None:
    answer = ask(f"Bearer {bad}")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="mstore", error="invalid_token"'


@pytest.mark.parametrize("scope", ["things:read", "", "things:writer", None])
def test_a_token_without_the_scope_is_not_enough(
    ask: Callable[[str | None], TestResponse], scope: str | None
) -> None:
    answer = ask(f"Bearer {token(scope=scope)}")
    assert (answer.status_code, answer.get_json()["type"][-9:]) == (403, "forbidden")
    assert answer.headers["WWW-Authenticate"] == (
        'Bearer realm="mstore", error="insufficient_scope", scope="things:write"'
    )


def test_clocks_may_differ_by_a_few_seconds(ask: Callable[[str | None], TestResponse]) -> None:
    assert ask(f"Bearer {token(exp=int(time.time()) - 1)}").status_code == 200


def test_a_token_that_was_good_is_refused_when_it_ends(ask: Callable[[str | None], TestResponse]) -> None:
    ending = f"Bearer {token(exp=int(time.time()) + 2 - LEEWAY)}"
    assert ask(ending).status_code == 200
    wait_until(lambda: ask(ending).status_code == 401, "the end of the token")
