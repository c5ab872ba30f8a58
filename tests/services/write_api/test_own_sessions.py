"""Sessions as people see them: where they are, and how to end them."""

import pytest
from flask import Flask

from tests.services.write_api.client import mug, slug_of
from tests.services.write_api.history import History
from tests.services.write_api.people import ELSEWHERE, Person, first_owner

SHOWN = "select * from staff.session order by id"


@pytest.fixture
def owner(app: Flask, catalog: object) -> Person:
    return first_owner(app)


def session_id(person: Person, history: History) -> str:
    rows = history.rows("select id, account ->> 'email' as email from staff.session order by began_at desc")
    return str(next(row["id"] for row in rows if row["email"] == person.email))


def test_a_session_is_shown_with_its_place_and_its_last_use(owner: Person, history: History) -> None:
    (begun,) = history.rows(SHOWN)
    owner.address = ELSEWHERE

    owner.refresh()

    (now,) = history.rows(SHOWN)
    assert (begun["address"], now["address"]) == ("198.51.100.7", ELSEWHERE)
    assert (now["id"], now["began_at"], now["user_agent"]) == (begun["id"], begun["began_at"], "A browser")
    assert now["last_used_at"] > begun["last_used_at"]
    assert now["account"]["email"] == owner.email


def test_one_session_is_ended_and_no_other(owner: Person, history: History) -> None:
    phone = Person(owner.app, address=ELSEWHERE).log_in()
    lost = session_id(phone, history)

    ended = owner.send("DELETE", f"/v1/sessions/{lost}")

    assert ended.status_code == 204
    assert phone.refresh().status_code == 401
    assert phone.send("POST", "/v1/products", mug()).status_code == 401
    assert owner.send("POST", "/v1/products", mug()).status_code == 201
    assert owner.send("DELETE", f"/v1/sessions/{lost}").status_code == 404


def test_all_other_sessions_are_ended_at_once(owner: Person) -> None:
    others = [Person(owner.app).log_in() for _ in range(2)]

    assert owner.send("DELETE", "/v1/account/sessions").status_code == 204

    assert [other.refresh().status_code for other in others] == [401, 401]
    assert owner.refresh().status_code == 201


def test_only_an_owner_ends_another_s_session(owner: Person, history: History) -> None:
    editor = owner.add("editor")
    of_owner, of_editor = session_id(owner, history), session_id(editor, history)

    refused = editor.send("DELETE", f"/v1/sessions/{of_owner}")

    assert (refused.status_code, slug_of(refused)) == (404, "not-found")
    assert owner.send("DELETE", f"/v1/sessions/{of_editor}").status_code == 204
    assert editor.refresh().status_code == 401


def test_who_has_logged_out_writes_no_more(owner: Person) -> None:
    owner.send("DELETE", "/v1/sessions", {"refresh_token": owner.session["refresh_token"]})

    assert owner.send("POST", "/v1/products", mug()).status_code == 401
