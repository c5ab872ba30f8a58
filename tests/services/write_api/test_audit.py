"""Every event of authentication is recorded: what was refused, too."""

import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from tests.postgres import Postgres
from tests.services.write_api.client import Client
from tests.services.write_api.history import History
from tests.services.write_api.people import ELSEWHERE, EMAIL, PASSWORD, Person, first_owner
from tests.services.write_api.service import Settings, running
from write_api.audit.events import Event
from write_api.throttling.limits import OF_PAIR

DOCS = Path(__file__).parents[3] / "docs" / "access.md"
EVENTS = "select * from catalog.audit order by id"


@pytest.fixture
def owner(app: Flask, catalog: Postgres) -> Person:
    return first_owner(app)


def events(history: History) -> list[str]:
    return [row["event"] for row in history.rows(EVENTS)]


def newest(history: History) -> dict[str, Any]:
    return history.rows(EVENTS)[-1]


def test_an_event_says_who_did_what_to_whom_from_where(owner: Person, history: History) -> None:
    answer = owner.send(
        "POST", "/v1/accounts", {"email": "a@example.com", "role": "editor"}, headers={"X-Request-Id": "r1"}
    )

    event = newest(history)
    assert (event["event"], event["actor"]) == ("account_created", owner.id)
    assert str(event["account_id"]) == answer.get_json()["account"]["id"]
    assert (event["address"], event["user_agent"], event["request_id"]) == (owner.address, "A browser", "r1")
    assert event["detail"] == {"role": "editor"}


def test_the_life_of_a_session_is_told(app: Flask, owner: Person, history: History) -> None:
    used = dict(owner.session)
    owner.refresh()
    owner.send("POST", "/v1/sessions/refresh", {"refresh_token": used["refresh_token"]})
    owner.log_in()
    owner.send("DELETE", "/v1/sessions", {"refresh_token": owner.session["refresh_token"]})

    assert events(history) == [
        "account_created", "logged_in", "refresh_reused", "logged_in", "logged_out",
    ]  # fmt: skip


def test_what_was_refused_is_told(app: Flask, owner: Person, history: History) -> None:
    Person(app, password="wrong", address=ELSEWHERE).try_to_log_in()
    failed = newest(history)
    Person(app, "nobody@example.com", "wrong").try_to_log_in()
    unknown = newest(history)
    Client(app).send("POST", "/v1/tokens", {"api_key": "x"})
    owner.send("PUT", "/v1/account/password", {"current_password": "x", "new_password": "y" * 12})

    assert (failed["event"], str(failed["account_id"])) == ("login_failed", owner.id)
    assert (failed["actor"], failed["address"]) == ("anonymous", ELSEWHERE)
    assert (unknown["event"], unknown["account_id"]) == ("login_failed", None)
    assert events(history)[-2:] == ["key_refused", "password_refused"]


def test_a_pause_is_told_once(app: Flask, owner: Person, history: History) -> None:
    for _ in range(OF_PAIR.free + 5):
        Person(app, password="wrong", address=ELSEWHERE).try_to_log_in()

    assert events(history).count("login_failed") == OF_PAIR.free
    assert events(history).count("login_throttled") == 1


def test_what_happens_to_accounts_and_keys_is_told(app: Flask, owner: Person, history: History) -> None:
    editor = owner.add("editor")
    path = f"/v1/accounts/{editor.id}"
    key = editor.send("POST", "/v1/api-keys", {"name": "x", "scopes": ["catalog:read"]})
    for _ in range(2):
        Client(app).send("POST", "/v1/tokens", {"api_key": key.get_json()["api_key"]})
    editor.send("DELETE", key.headers["Location"])
    editor.send("DELETE", "/v1/account/sessions")
    before = len(events(history))
    for change in ({"role": "viewer"}, {"disabled": True}, {"disabled": False}, {"name": ""}):
        owner.send("PATCH", path, change, if_match="*")
    owner.send("POST", f"{path}/one-time-password")

    told = events(history)
    assert told[2:before] == [
        "account_created", "logged_in", "password_changed", "logged_in",
        "key_made", "key_first_used", "key_revoked", "session_revoked",
    ]  # fmt: skip
    assert told[before:] == ["account_changed", "account_disabled", "account_enabled", "password_reset"]
    assert history.rows(EVENTS)[before]["detail"] == {"changed": {"role": ["editor", "viewer"]}}


def test_a_token_of_the_shell_is_told(app: Flask, catalog: Postgres, history: History) -> None:
    args = ["issue-token", "--actor", "demo", "--scope", "catalog:read catalog:write", "--minutes", "15"]
    token = app.test_cli_runner().invoke(args=args).output.strip()

    event = newest(history)
    assert (event["event"], event["account_id"], event["actor"]) == ("token_issued", None, "issue-token")
    assert event["detail"] == {"for": "demo", "scopes": ["catalog:read", "catalog:write"], "minutes": 15}
    assert token.count(".") == 2
    assert token not in str(event)


def test_no_token_is_made_that_cannot_be_told(settings: Settings) -> None:
    args = ["issue-token", "--actor", "demo", "--scope", "accounts:write", "--minutes", "60"]
    with running(settings | {"DATABASE_NODES": "127.0.0.1:9"}) as app:
        refused = app.test_cli_runner().invoke(args=args)

    assert refused.exit_code == 1
    assert refused.output.startswith("Error: The leader cannot be reached")


def test_the_document_names_every_event() -> None:
    section = DOCS.read_text().partition("## The audit")[2].partition("\n## ")[0]
    first_cells = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]

    assert sorted(re.findall(r"`(\w+)`", " ".join(first_cells))) == sorted(Event)


def test_no_secret_is_told(app: Flask, owner: Person, history: History) -> None:
    key = owner.send("POST", "/v1/api-keys", {"name": "x", "scopes": ["catalog:read"]}).get_json()["api_key"]
    Client(app).send("POST", "/v1/tokens", {"api_key": key})
    Person(app, EMAIL, "a secret guess").try_to_log_in()

    told = str(history.rows(EVENTS))
    secrets = (PASSWORD, "a secret guess", key, owner.session["refresh_token"], owner.session["access_token"])
    assert [secret for secret in secrets if secret in told] == []


def test_old_events_are_purged_by_a_command(
    app: Flask, owner: Person, catalog: Postgres, history: History
) -> None:
    with catalog.connection("postgres") as connection, connection.begin():
        connection.execute(
            text(
                "insert into catalog.audit (at, event, actor)"
                " select now() - interval '1 day' * n, 'logged_in', 'x' from generate_series(29, 60) as n"
            )
        )

    purged = app.test_cli_runner().invoke(args=["purge-audit", "--keep-days", "40"])
    too_much = app.test_cli_runner().invoke(args=["purge-audit", "--keep-days", "7"])

    assert (purged.exit_code, purged.output) == (0, '{"purged": 21}\n')
    assert too_much.exit_code == 2
    assert history.count("audit") == 2 + 11
