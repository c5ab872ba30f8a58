"""Accounts, sessions, keys and the audit as owners read them, and as everyone reads their own."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask
from sqlalchemy import text
from werkzeug.test import TestResponse

from tests.postgres import Postgres

OWNER, EDITOR = "0199aaaa-0000-7000-8000-000000000001", "0199aaaa-0000-7000-8000-000000000002"
EVERYTHING = "accounts:read account:manage"
PEOPLE = text(
    "insert into catalog.account (id, email, name, role, password_hash)"
    " values (:owner, 'owner@example.com', 'Ada', 'owner', '$argon2id$x'),"
    "        (:editor, 'editor@example.com', '', 'editor', '$argon2id$x')"
)
SESSION = text(
    "insert into catalog.session (account_id, family, token_hash, expires_at, address, user_agent, used_at)"
    " values (:account, :family, sha256(cast(gen_random_uuid()::text as bytea)), now() + interval '1 day',"
    "         '192.0.2.1', 'A browser', :used)"
)
KEY = text(
    "insert into catalog.api_key (account_id, name, prefix, token_hash, scopes)"
    " values (:account, 'The till', 'mstore_abc', sha256(cast(gen_random_uuid()::text as bytea)),"
    "         '{catalog:read}')"
)
EVENT = text("insert into catalog.audit (event, account_id, actor) values (:event, :account, 'anonymous')")
Get = Callable[..., TestResponse]


@pytest.fixture
def people(catalog: Postgres) -> Postgres:
    """An owner and an editor, each with a session and a key."""
    with catalog.connection("write_api") as connection, connection.begin():
        connection.execute(PEOPLE, {"owner": OWNER, "editor": EDITOR})
        for account in (OWNER, EDITOR):
            family = account.replace("aaaa", "bbbb")
            connection.execute(SESSION, {"account": account, "family": family, "used": datetime.now(UTC)})
            connection.execute(SESSION, {"account": account, "family": family, "used": None})
            connection.execute(KEY, {"account": account})
            connection.execute(EVENT, {"account": account, "event": "logged_in"})
        connection.execute(EVENT, {"account": None, "event": "login_failed"})
    catalog.wait_for_replay()
    return catalog


@pytest.fixture
def get(app: Flask, people: Postgres, signing_key: Ed25519PrivateKey) -> Iterator[Get]:
    """Ask as an account with these scopes."""

    def ask(path: str, scope: str = EVERYTHING, account: str = OWNER, **headers: str) -> TestResponse:
        now = datetime.now(UTC)
        claims = {
            "iss": "mstore",
            "sub": account,
            "scope": scope,
            "iat": now,
            "exp": now + timedelta(minutes=5),
        }
        token = jwt.encode(claims, signing_key, "EdDSA", headers={"kid": "test"})
        sent = {"Authorization": f"Bearer {token}", **headers}
        return app.test_client().get(path, headers=sent)

    return ask


def emails(answer: TestResponse) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [item["account"]["email"] for item in answer.get_json()["items"]]


def test_owners_see_every_account(get: Get) -> None:
    items = get("/v1/accounts").get_json()["items"]

    assert [item["email"] for item in items] == ["editor@example.com", "owner@example.com"]
    assert "password_hash" not in items[0]
    assert get(f"/v1/accounts/{OWNER}").get_json() == items[1]
    assert get(f"/v1/accounts/{OWNER.replace('1', '3')}").status_code == 404


def test_an_account_has_a_tag_of_its_own_version(get: Get, people: Postgres) -> None:
    first = get(f"/v1/accounts/{EDITOR}")
    tag = first.headers["ETag"]
    assert tag.startswith('"1-')
    assert get(f"/v1/accounts/{EDITOR}", If_None_Match=tag).status_code == 304

    with people.connection("write_api") as connection, connection.begin():
        connection.execute(text("update catalog.account set name = 'Kiln' where id = :id"), {"id": EDITOR})
    people.wait_for_replay()

    again = get(f"/v1/accounts/{EDITOR}", If_None_Match=tag)
    assert (again.status_code, again.get_json()["name"], again.get_json()["version"]) == (200, "Kiln", 2)
    assert again.headers["ETag"].startswith('"2-')
    assert again.headers["Catalog-Revision"] == first.headers["Catalog-Revision"]


def test_no_list_is_kept_by_the_catalog_s_revision(get: Get, people: Postgres) -> None:
    """An account that changes makes no revision: a tag of one would show what is over."""
    first = get("/v1/accounts")
    assert "ETag" not in first.headers
    assert first.headers["Cache-Control"] == "no-store"

    with people.connection("write_api") as connection, connection.begin():
        connection.execute(
            text("update catalog.account set disabled_at = now() where id = :id"), {"id": EDITOR}
        )
    people.wait_for_replay()

    answer = get("/v1/accounts", If_None_Match=f'"{first.headers["Catalog-Revision"]}"')
    assert answer.status_code == 200
    assert answer.get_json()["items"][0]["disabled_at"] is not None


@pytest.mark.parametrize("path", ["/v1/sessions", "/v1/api-keys"])
def test_everyone_sees_their_own_and_owners_everyone_s(get: Get, path: str) -> None:
    assert emails(get(path, "account:manage", EDITOR)) == ["editor@example.com"]
    assert emails(get(path)) == ["owner@example.com"]
    assert sorted(emails(get(f"{path}?of=all"))) == ["editor@example.com", "owner@example.com"]
    refused = get(f"{path}?of=all", "account:manage", EDITOR)
    assert refused.status_code == 403
    assert 'scope="accounts:read"' in refused.headers["WWW-Authenticate"]
    assert get(f"{path}?of=others").status_code == 400
    assert emails(get(path, "account:manage", "demo")) == []


def test_a_session_is_shown_as_it_was_used_last(get: Get) -> None:
    (session,) = get("/v1/sessions").get_json()["items"]

    assert session["id"] == OWNER.replace("aaaa", "bbbb")
    assert (session["address"], session["user_agent"]) == ("192.0.2.1", "A browser")
    assert set(session) == {
        "id", "account", "began_at", "last_used_at", "expires_at", "address", "user_agent", "second_factor",
    }  # fmt: skip


def test_a_session_that_has_ended_is_not_shown(get: Get, people: Postgres) -> None:
    with people.connection("write_api") as connection, connection.begin():
        connection.execute(text("update catalog.session set revoked_at = now()"))
    people.wait_for_replay()

    assert emails(get("/v1/sessions")) == []


def test_a_key_is_shown_without_itself(get: Get) -> None:
    (key,) = get("/v1/api-keys").get_json()["items"]

    assert (key["name"], key["prefix"], key["scopes"]) == ("The till", "mstore_abc", ["catalog:read"])
    assert "token_hash" not in key


def test_the_audit_is_read_page_by_page(get: Get) -> None:
    def page(**asked: Any) -> tuple[list[str], int | None]:
        query = "&".join(f"{name}={value}" for name, value in asked.items())
        body = get(f"/v1/audit?{query}").get_json()
        return [item["event"] for item in body["items"]], body["next"]

    newest, before = page(limit=2)
    assert newest == ["login_failed", "logged_in"]
    assert page(limit=2, before=before) == (["logged_in"], None)
    assert page(account=EDITOR) == (["logged_in"], None)
    assert page(event="login_failed") == (["login_failed"], None)
    assert get("/v1/audit").get_json()["items"][0]["account"] is None
    assert get("/v1/audit", "account:manage").status_code == 403


def test_everyone_sees_their_own_account_and_what_is_left_of_its_factors(get: Get, people: Postgres) -> None:
    with people.connection("write_api") as connection, connection.begin():
        for statement in (
            "insert into catalog.passkey (account_id, credential_id, public_key, sign_count, name)"
            " values (:id, 'a', 'b', 0, 'My key')",
            "insert into catalog.recovery_code values (:id, 'a'), (:id, 'b')",
        ):
            connection.execute(text(statement), {"id": EDITOR})
    people.wait_for_replay()

    own = get("/v1/account", "account:manage", EDITOR)

    body = own.get_json()
    assert (body["email"], body["second_factors"], body["recovery_codes_left"]) == (
        "editor@example.com",
        ["passkey"],
        2,
    )
    assert [passkey["name"] for passkey in body["passkeys"]] == ["My key"]
    assert "public_key" not in own.text
    assert get("/v1/account").get_json()["passkeys"] == []
    assert get("/v1/account", "account:manage", "demo").status_code == 404
