"""What tests of second factors have in common: an app, an authenticator, and the two steps of a login."""

import time
from typing import Any

import pyotp
from werkzeug.test import TestResponse

from tests.authenticator import Authenticator
from tests.services.write_api.client import Document, slug_of
from tests.services.write_api.people import PASSWORD, Person

ORIGIN = "http://admin.mstore.localhost:8080"
NOW = int(time.time())
OWN = {"current_password": PASSWORD}


class App:
    """An app that shows codes, on somebody's phone."""

    def __init__(self, person: Person) -> None:
        begun = person.send("POST", "/v1/account/totp", OWN)
        assert begun.status_code == 201, begun.text
        self.totp = pyotp.TOTP(begun.get_json()["secret"])
        self.uri = begun.get_json()["uri"]
        self.recovery_codes: list[str] = []

    def code(self, steps: int = 0) -> str:
        """What it shows when the test begins, or so many half-minutes later."""
        return str(self.totp.at(NOW + 30 * steps))


def app_of(person: Person) -> App:
    """An app that the account asks for, with its recovery codes."""
    phone = App(person)
    confirmed = person.send("POST", "/v1/account/totp/confirm", {"code": phone.code(-1)})
    assert confirmed.status_code == 200, confirmed.text
    phone.recovery_codes = confirmed.get_json()["recovery_codes"]
    return phone


def passkey_of(person: Person) -> Authenticator:
    """An authenticator with a passkey of the account."""
    authenticator = Authenticator(ORIGIN)
    assert register(person, authenticator).status_code == 201
    return authenticator


def register(person: Person, authenticator: Authenticator, **changes: Any) -> TestResponse:
    asked = person.send("POST", "/v1/account/passkeys/options", OWN).get_json()
    credential = authenticator.create(asked["options"])
    body = {"ticket": asked["ticket"], "name": "My key", "credential": credential} | changes
    return person.send("POST", "/v1/account/passkeys", body)


def ticket_of(person: Person) -> str:
    """What the first step of a login gives."""
    answer = person.try_to_log_in()
    assert (answer.status_code, slug_of(answer)) == (403, "second-factor-required"), answer.text
    return str(answer.get_json()["ticket"])


def finish(person: Person, ticket: str, **shown: Any) -> TestResponse:
    return person.send("POST", "/v1/sessions/second-factor", {"ticket": ticket, **shown})


def ask_passkey(person: Person, ticket: str) -> Document:
    asked = person.send("POST", "/v1/sessions/passkey-options", {"ticket": ticket})
    assert asked.status_code == 200, asked.text
    return dict(asked.get_json()["options"])
