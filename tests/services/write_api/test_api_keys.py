from datetime import UTC, datetime, timedelta

import jwt
import pytest
from flask import Flask
from sqlalchemy import text
from werkzeug.test import TestResponse

from tests.postgres import Postgres
from tests.services.write_api.client import Client, Document, mug, pointers, slug_of
from tests.services.write_api.history import History
from tests.services.write_api.people import Person, first_owner
from write_api.api_keys.commands import MOST_KEYS


@pytest.fixture
def owner(app: Flask, catalog: object) -> Person:
    return first_owner(app)


def make(person: Person, *scopes: str, **fields: str) -> TestResponse:
    return person.send("POST", "/v1/api-keys", {"name": "The till", "scopes": list(scopes), **fields})


def exchange(app: Flask, key: str) -> TestResponse:
    return Client(app).send("POST", "/v1/tokens", {"api_key": key})


def write(app: Flask, answer: TestResponse) -> TestResponse:
    headers = {"Authorization": f"Bearer {answer.get_json()['access_token']}"}
    return Client(app).send("POST", "/v1/products", mug(), headers=headers)


def test_a_key_is_exchanged_for_a_token_of_its_scopes(app: Flask, owner: Person) -> None:
    made = make(owner, "catalog:write").get_json()

    given = exchange(app, made["api_key"])

    token = given.get_json()
    assert (given.status_code, given.headers["Cache-Control"]) == (201, "no-store")
    assert (token["token_type"], token["expires_in"], token["scope"]) == ("Bearer", 600, "catalog:write")
    claims = jwt.decode(token["access_token"], options={"verify_signature": False})
    assert (claims["sub"], claims["key"], "sid" in claims) == (owner.id, made["id"], False)
    assert write(app, given).status_code == 201


def test_a_token_of_a_key_does_what_the_key_is_for(app: Flask, owner: Person) -> None:
    key = make(owner, "catalog:read").get_json()["api_key"]

    assert write(app, exchange(app, key)).status_code == 403


def test_a_key_is_shown_once_and_kept_as_a_hash(owner: Person, history: History) -> None:
    made = make(owner, "catalog:read")

    key = made.get_json()["api_key"]
    (kept,) = history.rows("select * from catalog.api_key")
    assert (made.status_code, made.headers["Cache-Control"]) == (201, "no-store")
    assert key.startswith(kept["prefix"])
    assert len(key) - len(kept["prefix"]) > 32
    assert key not in str(kept) + str(bytes(kept["token_hash"]))
    assert "token_hash" not in history.rows("select * from staff.api_key")[0]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"name": "x", "scopes": []}, "/scopes"),
        ({"name": "x", "scopes": ["accounts:write"]}, "/scopes/0"),
        ({"name": "x", "scopes": ["account"]}, "/scopes/0"),
        ({"name": "x", "scopes": ["catalog:read", "catalog:write"]}, "/scopes/1"),
        ({"name": "", "scopes": ["catalog:read"]}, "/name"),
        ({"name": "x", "scopes": ["catalog:read"], "expires_at": "2020-01-01T00:00:00Z"}, "/expires_at"),
    ],
)
def test_a_key_may_no_more_than_who_makes_it(owner: Person, body: Document, pointer: str) -> None:
    viewer = owner.add("viewer")

    answer = viewer.send("POST", "/v1/api-keys", body)

    assert (answer.status_code, pointers(answer)) == (422, {pointer})


def test_a_key_that_was_revoked_or_is_over_is_no_key(app: Flask, owner: Person, catalog: Postgres) -> None:
    soon = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    short, revoked = make(owner, "catalog:write", expires_at=soon), make(owner, "catalog:write")
    assert exchange(app, short.get_json()["api_key"]).status_code == 201
    good = exchange(app, revoked.get_json()["api_key"])

    assert owner.send("DELETE", revoked.headers["Location"]).status_code == 204
    assert owner.send("DELETE", revoked.headers["Location"]).status_code == 204

    assert write(app, good).status_code == 401
    refused = exchange(app, revoked.get_json()["api_key"])
    assert (refused.status_code, slug_of(refused)) == (401, "unauthorized")
    with catalog.connection("postgres") as connection, connection.begin():
        connection.execute(text("update catalog.api_key set expires_at = now() where expires_at is not null"))
    assert exchange(app, short.get_json()["api_key"]).status_code == 401
    assert exchange(app, "mstore_nonsense").get_json() == refused.get_json()


def test_the_keys_of_who_is_disabled_or_demoted_stop(app: Flask, owner: Person) -> None:
    editor = owner.add("editor")
    key = make(editor, "catalog:read", "catalog:write").get_json()["api_key"]
    before = exchange(app, key)

    owner.send("PATCH", f"/v1/accounts/{editor.id}", {"role": "viewer"}, if_match="*")

    assert write(app, before).status_code == 401
    assert exchange(app, key).get_json()["scope"] == "catalog:read"
    owner.send("PATCH", f"/v1/accounts/{editor.id}", {"disabled": True}, if_match="*")
    assert exchange(app, key).status_code == 401


def test_a_key_makes_no_keys_and_no_accounts(app: Flask, owner: Person) -> None:
    key = make(owner, "catalog:read", "catalog:write", "accounts:read").get_json()["api_key"]
    headers = {"Authorization": f"Bearer {exchange(app, key).get_json()['access_token']}"}

    for path in ("/v1/api-keys", "/v1/accounts"):
        assert Client(app).send("POST", path, {}, headers=headers).status_code == 403


def test_only_an_owner_revokes_another_s_key(owner: Person) -> None:
    viewer = owner.add("viewer")
    of_owner, of_viewer = (make(each, "catalog:read").headers["Location"] for each in (owner, viewer))

    assert viewer.send("DELETE", of_owner).status_code == 404
    assert owner.send("DELETE", of_viewer).status_code == 204


def test_the_last_use_of_a_key_is_known(app: Flask, owner: Person, history: History) -> None:
    key = make(owner, "catalog:read").get_json()["api_key"]
    assert history.rows("select last_used_at from staff.api_key") == [{"last_used_at": None}]

    exchange(app, key)

    assert history.rows("select last_used_at from staff.api_key")[0]["last_used_at"] is not None


def test_an_account_has_a_bounded_number_of_keys(owner: Person) -> None:
    for _ in range(MOST_KEYS):
        last = make(owner, "catalog:read")
        assert last.status_code == 201

    refused = make(owner, "catalog:read")

    assert (refused.status_code, slug_of(refused)) == (409, "too-many-keys")
    owner.send("DELETE", last.headers["Location"])
    assert make(owner, "catalog:read").status_code == 201
