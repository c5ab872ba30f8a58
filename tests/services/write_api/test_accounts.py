from concurrent.futures import ThreadPoolExecutor

import pytest
from argon2 import PasswordHasher, extract_parameters
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.datastructures import ETags
from werkzeug.test import TestResponse

from tests.services.write_api.client import Document, mug, pointers, slug_of
from tests.services.write_api.history import History
from tests.services.write_api.people import Person, first_owner
from tests.waiting import wait_until
from write_api.accounts.commands import change_account
from write_api.accounts.refusals import LastOwner
from write_api.origin import Origin

ANY = ETags(star_tag=True)
WAITS = "select from pg_stat_activity where usename = 'write_api' and wait_event_type = 'Lock'"


@pytest.fixture
def owner(app: Flask, catalog: object) -> Person:
    return first_owner(app)


def make(owner: Person, **fields: str) -> TestResponse:
    return owner.send("POST", "/v1/accounts", {"email": "kiln@example.com", "role": "editor"} | fields)


def change(owner: Person, account: str, body: Document, tag: str = "*") -> TestResponse:
    return owner.send("PATCH", f"/v1/accounts/{account}", body, if_match=tag)


def test_who_is_added_logs_in_once_with_what_the_owner_was_shown(owner: Person) -> None:
    made = make(owner, name="Kiln")

    body = made.get_json()
    assert made.status_code == 201
    assert made.headers["Location"] == f"/v1/accounts/{body['account']['id']}"
    assert made.headers["Cache-Control"] == "no-store"
    assert {**body["account"], "id": "", "created_at": "", "updated_at": ""} == {
        "id": "",
        "email": "kiln@example.com",
        "name": "Kiln",
        "role": "editor",
        "disabled_at": None,
        "password_change_required": True,
        "second_factors": [],
        "created_at": "",
        "updated_at": "",
        "version": 1,
    }
    kiln = Person(owner.app, "kiln@example.com", body["one_time_password"]).log_in()
    assert kiln.session["password_change_required"] is True
    refused = kiln.send("POST", "/v1/api-keys", {"name": "x", "scopes": ["catalog:read"]})
    assert (refused.status_code, slug_of(refused)) == (403, "forbidden")


def test_no_answer_with_a_password_is_kept(owner: Person, history: History) -> None:
    made = owner.send("POST", "/v1/accounts", {"email": "a@example.com", "role": "viewer"}, key="k")

    path = f"{made.headers['Location']}/one-time-password"
    assert owner.send("POST", path, key="k").status_code == 200
    assert history.count("idempotency_key") == 0


def test_an_account_is_changed_by_its_tag(owner: Person) -> None:
    made = make(owner)
    account, tag = made.get_json()["account"]["id"], made.headers["ETag"]

    changed = change(owner, account, {"role": "viewer", "name": "Kiln", "email": "k@example.com"}, tag)

    shown = changed.get_json()
    assert (changed.status_code, shown["version"]) == (200, 2)
    assert (shown["role"], shown["name"], shown["email"]) == ("viewer", "Kiln", "k@example.com")
    assert changed.headers["ETag"] != tag
    stale = change(owner, account, {"name": "Oven"}, tag)
    assert (stale.status_code, slug_of(stale)) == (412, "precondition-failed")
    assert stale.get_json()["current"] == shown
    assert stale.headers["ETag"] == changed.headers["ETag"]
    assert owner.send("PATCH", f"/v1/accounts/{account}", {"name": "Oven"}).status_code == 428


def test_a_repeated_change_is_answered_as_the_first(owner: Person) -> None:
    account = make(owner).get_json()["account"]["id"]

    answers = [
        owner.send("PATCH", f"/v1/accounts/{account}", {"name": "Oven"}, if_match="*", key="k")
        for _ in range(2)
    ]

    assert answers[0].data == answers[1].data
    assert answers[1].get_json()["version"] == 2


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"role": "king"}, "/role"),
        ({"email": "nobody"}, "/email"),
        ({"email": None}, "/email"),
        ({"disabled": "yes"}, "/disabled"),
        ({"password": "x"}, "/password"),
    ],
)
def test_what_no_account_can_be_is_a_422(owner: Person, body: Document, pointer: str) -> None:
    answer = change(owner, owner.id, body)

    assert (answer.status_code, pointers(answer)) == (422, {pointer})


def test_an_address_belongs_to_one_account(owner: Person) -> None:
    other = make(owner).get_json()["account"]["id"]

    again = make(owner, email="KILN@example.com")
    moved = change(owner, other, {"email": owner.email.upper()})

    assert (again.status_code, slug_of(again)) == (409, "email-taken")
    assert (moved.status_code, slug_of(moved)) == (409, "email-taken")
    assert change(owner, other, {"email": "Kiln@example.com"}).status_code == 200


def test_an_account_that_is_not_there_is_not_found(owner: Person) -> None:
    nobody = "0199aaaa-0000-7000-8000-000000000000"

    assert change(owner, nobody, {"name": "x"}).status_code == 404
    assert owner.send("POST", f"/v1/accounts/{nobody}/one-time-password").status_code == 404


@pytest.mark.parametrize(("method", "what"), [("POST", "one-time-password"), ("DELETE", "factors")])
def test_a_session_that_was_left_open_does_not_give_its_account_away(
    owner: Person, method: str, what: str
) -> None:
    own = owner.send(method, f"/v1/accounts/{owner.id}/{what}")

    assert (own.status_code, slug_of(own)) == (409, "own-account")
    assert owner.try_to_log_in().status_code == 201


@pytest.mark.parametrize("body", [{"role": "editor"}, {"disabled": True}])
def test_the_last_owner_who_can_log_in_stays_one(owner: Person, body: Document) -> None:
    second = owner.add("owner", "second@example.com")
    assert change(owner, second.id, body).status_code == 200

    answer = change(owner, owner.id, body)

    assert (answer.status_code, slug_of(answer)) == (409, "last-owner")
    assert pointers(answer) == {f"/{next(iter(body))}"}
    assert change(owner, owner.id, {"name": "Still the owner"}).status_code == 200


def test_of_two_owners_who_demote_each_other_one_stays(owner: Person, history: History) -> None:
    second = owner.add("owner", "second@example.com")
    engine, here = owner.app.extensions["leader"], Origin("test")

    with Session(engine) as one, Session(engine) as two, ThreadPoolExecutor(1) as pool:
        with owner.app.app_context():
            change_account(one, here, second.session["account"]["id"], ANY, {"role": "editor"})
        demotion = pool.submit(
            change_account, two, here, owner.session["account"]["id"], ANY, {"role": "viewer"}
        )
        wait_until(lambda: bool(history.rows(WAITS)), "the second to wait for the first")
        one.commit()
        with pytest.raises(LastOwner):
            demotion.result()


def test_who_is_disabled_is_out_at_once_and_back_when_enabled(owner: Person) -> None:
    editor = owner.add("editor")
    assert editor.send("POST", "/v1/products", mug()).status_code == 201

    disabled = change(owner, editor.id, {"disabled": True})

    assert disabled.get_json()["disabled_at"] is not None
    refused = editor.send("POST", "/v1/products", mug())
    assert (refused.status_code, slug_of(refused)) == (401, "unauthorized")
    assert 'error="invalid_token"' in refused.headers["WWW-Authenticate"]
    assert editor.refresh().status_code == 401
    assert editor.try_to_log_in().status_code == 401
    assert change(owner, editor.id, {"disabled": False}).get_json()["disabled_at"] is None
    assert editor.refresh().status_code == 401
    assert editor.try_to_log_in().status_code == 201


def test_who_is_demoted_writes_nothing_from_then_on(owner: Person) -> None:
    editor = owner.add("editor")

    change(owner, editor.id, {"role": "viewer"})

    assert editor.send("POST", "/v1/products", mug()).status_code == 401
    assert editor.refresh().status_code == 201
    assert editor.send("POST", "/v1/products", mug()).status_code == 403


def test_a_one_time_password_ends_every_session(owner: Person) -> None:
    editor = owner.add("editor")

    reset = owner.send("POST", f"/v1/accounts/{editor.id}/one-time-password")

    assert reset.get_json()["account"]["password_change_required"] is True
    assert editor.refresh().status_code == 401
    assert editor.send("POST", "/v1/products", mug()).status_code == 401
    assert editor.try_to_log_in().status_code == 401
    again = Person(owner.app, editor.email, reset.get_json()["one_time_password"]).log_in()
    assert again.session["password_change_required"] is True


def test_a_rehashed_password_is_no_new_version(owner: Person, history: History) -> None:
    (before,) = history.rows("select version from catalog.account")
    owner.log_in()

    assert history.rows("select version from catalog.account") == [before]


@pytest.mark.parametrize("who", ["known", "disabled", "unknown"])
def test_a_wrong_password_costs_the_same_whoever_s_it_is(
    owner: Person, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    editor = owner.add("editor")
    if who == "disabled":
        assert change(owner, editor.id, {"disabled": True}).status_code == 200
    verify, hashes = PasswordHasher.verify, []

    def noted(self: PasswordHasher, kept: str, password: str) -> bool:
        hashes.append(extract_parameters(kept))
        return verify(self, kept, password)

    monkeypatch.setattr(PasswordHasher, "verify", noted)
    guess = Person(owner.app, "nobody@example.com" if who == "unknown" else editor.email, "wrong")
    assert guess.try_to_log_in().status_code == 401

    (cost,) = hashes
    assert (cost.memory_cost, cost.time_cost, cost.parallelism) == (19_456, 2, 1)
