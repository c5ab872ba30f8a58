"""Passkeys: what an authenticator makes and signs, and what it did not."""

from collections.abc import Callable

import pytest

from tests.authenticator import Authenticator
from tests.services.write_api.client import Document, pointers, slug_of
from tests.services.write_api.factors import (
    ORIGIN,
    OWN,
    App,
    ask_passkey,
    finish,
    passkey_of,
    register,
    ticket_of,
)
from tests.services.write_api.history import History
from tests.services.write_api.people import Person
from write_api.factors import commands


@pytest.fixture
def passkey(owner: Person) -> Authenticator:
    return passkey_of(owner)


def test_a_passkey_finishes_the_login(owner: Person, passkey: Authenticator, history: History) -> None:
    answer = owner.try_to_log_in()
    assert answer.get_json()["accepted"] == ["passkey", "recovery_code"]
    ticket = answer.get_json()["ticket"]
    options = ask_passkey(owner, ticket)
    assert options["rpId"] == "mstore.localhost"
    assert len(options["allowCredentials"]) == 1

    logged_in = finish(owner, ticket, passkey=passkey.get(options))

    assert logged_in.status_code == 201, logged_in.text
    (kept,) = history.rows("select * from catalog.passkey")
    assert (kept["sign_count"], kept["transports"], kept["name"]) == (1, ["usb"], "My key")
    assert kept["last_used_at"] is not None


def test_a_challenge_is_signed_once(owner: Person, passkey: Authenticator) -> None:
    ticket = ticket_of(owner)
    options = ask_passkey(owner, ticket)
    stranger = Authenticator(ORIGIN)

    assert finish(owner, ticket, passkey=stranger.get(options)).status_code == 401
    assert finish(owner, ticket, passkey=passkey.get(options)).status_code == 401
    assert finish(owner, ticket, passkey=passkey.get(ask_passkey(owner, ticket))).status_code == 201


def spoil(change: Callable[[Authenticator, Document], None]) -> Callable[[Authenticator, Document], Document]:
    def sign(authenticator: Authenticator, options: Document) -> Document:
        change(authenticator, options)
        return authenticator.get(options)

    return sign


def of_another_page(authenticator: Authenticator, _: Document) -> None:
    authenticator.origin = "http://admin.mstore.example"


def of_another_domain(_: Authenticator, options: Document) -> None:
    options["rpId"] = "mstore.example"


def of_another_challenge(_: Authenticator, options: Document) -> None:
    options["challenge"] = "AAAA"


def counts_back(authenticator: Authenticator, _: Document) -> None:
    authenticator.count = -1


@pytest.mark.parametrize("fault", [of_another_page, of_another_domain, of_another_challenge, counts_back])
def test_what_was_not_signed_for_this_is_wrong(
    owner: Person, passkey: Authenticator, fault: Callable[[Authenticator, Document], None]
) -> None:
    ticket = ticket_of(owner)
    assert finish(owner, ticket, passkey=passkey.get(ask_passkey(owner, ticket))).status_code == 201
    ticket = ticket_of(owner)

    answer = finish(owner, ticket, passkey=spoil(fault)(passkey, ask_passkey(owner, ticket)))

    assert (answer.status_code, slug_of(answer)) == (401, "unauthorized")


@pytest.mark.parametrize(
    "credential", [{}, {"rawId": 7}, {"id": "a", "rawId": "a", "type": "public-key", "response": {}}]
)
def test_nonsense_is_no_passkey(owner: Person, passkey: Authenticator, credential: Document) -> None:
    ticket = ticket_of(owner)
    ask_passkey(owner, ticket)

    assert finish(owner, ticket, passkey=credential).status_code == 401
    refused = register(owner, Authenticator(ORIGIN), credential=credential)
    assert (refused.status_code, pointers(refused)) == (422, {"/credential"})


def test_a_passkey_is_added_once(owner: Person, passkey: Authenticator) -> None:
    """A browser sees to it by what the options exclude; whoever is no browser is refused."""
    asked = owner.send("POST", "/v1/account/passkeys/options", OWN).get_json()
    (excluded,) = asked["options"]["excludeCredentials"]
    assert excluded["id"] == passkey.create(asked["options"])["id"]

    again = register(owner, passkey)

    assert (again.status_code, pointers(again)) == (422, {"/credential"})


def test_a_ticket_adds_one_passkey_to_one_account(owner: Person) -> None:
    editor = owner.add("editor")
    asked = owner.send("POST", "/v1/account/passkeys/options", OWN).get_json()
    body = {
        "ticket": asked["ticket"],
        "name": "Mine",
        "credential": Authenticator(ORIGIN).create(asked["options"]),
    }

    assert editor.send("POST", "/v1/account/passkeys", body).status_code == 401
    assert owner.send("POST", "/v1/account/passkeys", body).status_code == 201
    assert owner.send("POST", "/v1/account/passkeys", body).status_code == 401


def test_an_account_has_no_more_passkeys_than_it_can_have_however_many_tickets(
    owner: Person, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "MOST_PASSKEYS", 1)
    asked = [owner.send("POST", "/v1/account/passkeys/options", OWN).get_json() for _ in range(2)]
    bodies = [
        {
            "ticket": each["ticket"],
            "name": "Mine",
            "credential": Authenticator(ORIGIN).create(each["options"]),
        }
        for each in asked
    ]

    added, refused = [owner.send("POST", "/v1/account/passkeys", body) for body in bodies]

    assert added.status_code == 201
    assert (refused.status_code, slug_of(refused)) == (409, "too-many-passkeys")
    assert owner.send("POST", "/v1/account/passkeys/options", OWN).status_code == 409
    assert history.count("passkey") == 1


def test_what_is_removed_is_asked_for_no_more(
    owner: Person, phone: App, passkey: Authenticator, history: History
) -> None:
    (kept,) = history.rows("select id from catalog.passkey")
    path = f"/v1/account/passkeys/{kept['id']}"

    assert owner.send("DELETE", "/v1/account/totp", OWN).status_code == 204
    assert owner.try_to_log_in().get_json()["accepted"] == ["passkey", "recovery_code"]
    assert owner.send("DELETE", path, OWN).status_code == 204

    assert owner.try_to_log_in().status_code == 201
    assert history.count("recovery_code") == 0
    assert owner.send("DELETE", path, OWN).status_code == 404
    assert owner.send("POST", "/v1/account/recovery-codes", OWN).status_code == 404
