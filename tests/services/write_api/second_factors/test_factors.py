"""What is shown beside a password: codes of an app, and recovery codes."""

import pyotp
from sqlalchemy import text

from tests.postgres import Postgres
from tests.services.write_api.client import mug, pointers, slug_of
from tests.services.write_api.factors import (
    NOW,
    OWN,
    App,
    finish,
    ticket_of,
)
from tests.services.write_api.history import History
from tests.services.write_api.people import PASSWORD, Person
from write_api.factors.recovery import HOW_MANY
from write_api.throttling.limits import OF_FACTOR


def test_an_app_is_asked_for_once_it_was_confirmed(owner: Person, history: History) -> None:
    phone = App(owner)
    assert phone.uri.startswith("otpauth://totp/mstore:owner%40example.com?secret=")
    assert owner.try_to_log_in().status_code == 201

    wrong = owner.send("POST", "/v1/account/totp/confirm", {"code": "000000"})
    right = owner.send("POST", "/v1/account/totp/confirm", {"code": phone.code()})

    assert (wrong.status_code, pointers(wrong)) == (422, {"/code"})
    assert len(right.get_json()["recovery_codes"]) == HOW_MANY
    answer = owner.try_to_log_in()
    assert answer.status_code == 403
    assert answer.get_json()["accepted"] == ["totp", "recovery_code"]
    assert "access_token" not in answer.text
    assert history.rows("select second_factors from staff.account")[0]["second_factors"] == ["totp"]


def test_a_code_finishes_the_login(owner: Person, phone: App, history: History) -> None:
    ticket = ticket_of(owner)

    answer = finish(owner, ticket, totp=phone.code())

    assert (answer.status_code, answer.headers["Cache-Control"]) == (201, "no-store")
    headers = {"Authorization": f"Bearer {answer.get_json()['access_token']}"}
    assert owner.send("POST", "/v1/products", mug(), headers=headers).status_code == 201
    assert {row["second_factor"] for row in history.rows("select * from staff.session")} == {None, "totp"}
    assert finish(owner, ticket, totp=phone.code(1)).status_code == 401


def test_no_code_is_good_twice(owner: Person, phone: App) -> None:
    code = phone.code()
    assert finish(owner, ticket_of(owner), totp=code).status_code == 201

    again = finish(owner, ticket_of(owner), totp=code)

    assert (again.status_code, slug_of(again)) == (401, "unauthorized")
    assert finish(owner, ticket_of(owner), totp=phone.code(-1)).status_code == 401
    assert finish(owner, ticket_of(owner), totp=phone.code(1)).status_code == 201


def test_a_code_of_long_ago_is_wrong(owner: Person, phone: App) -> None:
    assert finish(owner, ticket_of(owner), totp=phone.code(-3)).status_code == 401
    assert finish(owner, ticket_of(owner), totp=phone.code(3)).status_code == 401


def test_a_wrong_code_leaves_the_ticket_until_there_were_too_many(owner: Person, phone: App) -> None:
    ticket = ticket_of(owner)

    wrong = [finish(owner, ticket, totp="000000") for _ in range(OF_FACTOR.free + 1)]

    assert [answer.status_code for answer in wrong] == [401] * OF_FACTOR.free + [429]
    assert int(wrong[-1].headers["Retry-After"]) > 50
    assert finish(owner, ticket_of(owner), totp=phone.code()).status_code == 429


def test_a_ticket_ends_with_its_time_and_with_the_password(
    owner: Person, phone: App, catalog: Postgres
) -> None:
    first = ticket_of(owner)
    with catalog.connection("postgres") as connection, connection.begin():
        connection.execute(text("update catalog.challenge set expires_at = now()"))
    assert finish(owner, first, totp=phone.code()).status_code == 401

    second = ticket_of(owner)
    words = {"current_password": PASSWORD, "new_password": "another horse altogether"}
    assert owner.send("PUT", "/v1/account/password", words).status_code == 204
    assert finish(owner, second, totp=phone.code()).status_code == 401
    assert finish(owner, "nonsense", totp=phone.code()).status_code == 401


def test_a_ticket_ends_when_the_account_is_closed_and_is_over_when_it_is_open_again(owner: Person) -> None:
    editor = owner.add("editor")
    begun = editor.send("POST", "/v1/account/totp", {"current_password": editor.password}).get_json()
    app = pyotp.TOTP(begun["secret"])
    assert editor.send("POST", "/v1/account/totp/confirm", {"code": app.at(NOW - 30)}).status_code == 200
    ticket = ticket_of(editor)

    for disabled in (True, False):
        changed = owner.send("PATCH", f"/v1/accounts/{editor.id}", {"disabled": disabled}, if_match="*")
        assert changed.status_code == 200

    assert finish(editor, ticket, totp=app.at(NOW)).status_code == 401
    assert finish(editor, ticket_of(editor), totp=app.at(NOW)).status_code == 201


def test_a_recovery_code_opens_the_account_once(owner: Person, phone: App, history: History) -> None:
    code = phone.recovery_codes[3]

    answer = finish(owner, ticket_of(owner), recovery_code=code.upper().replace("-", " "))

    assert answer.status_code == 201
    assert finish(owner, ticket_of(owner), recovery_code=code).status_code == 401
    assert history.count("recovery_code") == HOW_MANY - 1
    others = owner.send("POST", "/v1/account/recovery-codes", OWN).get_json()["recovery_codes"]
    assert (len(others), set(others) & set(phone.recovery_codes)) == (HOW_MANY, set())
    assert finish(owner, ticket_of(owner), recovery_code=phone.recovery_codes[4]).status_code == 401
    assert finish(owner, ticket_of(owner), recovery_code=others[0]).status_code == 201


def test_secrets_are_encrypted_and_codes_are_hashes(phone: App, history: History) -> None:
    (kept,) = history.rows("select * from catalog.totp")
    codes = history.rows("select * from catalog.recovery_code")

    assert phone.totp.secret.encode() not in bytes(kept["secret"])
    assert all(len(bytes(code["code_hash"])) == 32 for code in codes)


def test_a_secret_of_one_account_is_of_no_other(owner: Person, phone: App, catalog: Postgres) -> None:
    """Who can write to the database moves no factor of theirs to somebody else's account."""
    editor = owner.add("editor")
    with catalog.connection("postgres") as connection, connection.begin():
        connection.execute(text("update catalog.totp set account_id = :id"), {"id": editor.id})

    assert finish(editor, ticket_of(editor), totp=phone.code()).status_code == 401


def test_a_login_asks_for_one_thing_at_a_time(owner: Person, phone: App) -> None:
    ticket = ticket_of(owner)

    for shown in ({}, {"totp": "000000", "recovery_code": "x"}, {"totp": "abc"}):
        assert finish(owner, ticket, **shown).status_code == 422


def test_a_factor_is_changed_with_the_password_alone(owner: Person, phone: App) -> None:
    wrong = {"current_password": "wrong"}
    tries = [
        ("POST", "/v1/account/totp"),
        ("DELETE", "/v1/account/totp"),
        ("POST", "/v1/account/passkeys/options"),
        ("POST", "/v1/account/recovery-codes"),
    ]
    for method, path in tries:
        answer = owner.send(method, path, wrong)
        assert (answer.status_code, pointers(answer)) == (422, {"/current_password"}), path

    again = owner.send("POST", "/v1/account/totp", OWN)
    assert (again.status_code, slug_of(again)) == (409, "factor-exists")


def test_an_owner_helps_who_has_lost_all_factors(owner: Person, history: History) -> None:
    editor = owner.add("editor")
    begun = editor.send("POST", "/v1/account/totp", {"current_password": editor.password}).get_json()
    code = pyotp.TOTP(begun["secret"]).at(NOW)
    assert editor.send("POST", "/v1/account/totp/confirm", {"code": code}).status_code == 200
    assert editor.try_to_log_in().status_code == 403

    removed = owner.send("DELETE", f"/v1/accounts/{editor.id}/factors")

    assert (removed.status_code, removed.get_json()["second_factors"]) == (200, [])
    assert editor.try_to_log_in().status_code == 201
    told = history.rows("select event, actor, account_id from catalog.audit order by id")
    removal = next(row for row in told if row["event"] == "factor_removed")
    assert (removal["actor"], str(removal["account_id"])) == (owner.id, editor.id)
    assert owner.send("DELETE", f"/v1/accounts/{editor.id}/factors").status_code == 404


def test_what_happens_with_factors_is_told(owner: Person, phone: App, history: History) -> None:
    ticket = ticket_of(owner)
    finish(owner, ticket, totp="000000")
    finish(owner, ticket, totp=phone.code())
    finish(owner, ticket_of(owner), recovery_code=phone.recovery_codes[0])
    owner.send("POST", "/v1/account/recovery-codes", OWN)
    owner.send("DELETE", "/v1/account/totp", OWN)

    told = [row["event"] for row in history.rows("select event from catalog.audit order by id")]
    assert told[2:] == [
        "factor_enrolled", "factor_failed", "factor_used", "logged_in", "recovery_code_used", "logged_in",
        "recovery_codes_made", "factor_removed",
    ]  # fmt: skip
