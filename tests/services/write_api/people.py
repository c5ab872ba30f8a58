"""People with accounts, who log in as people do."""

from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from tests.services.write_api.client import Client, Document

EMAIL, PASSWORD = "owner@example.com", "correct horse battery"
HOME, ELSEWHERE = "198.51.100.7", "203.0.113.9"


class Person:
    """Somebody at an address, with the session they began there last, if any."""

    def __init__(self, app: Flask, email: str = EMAIL, password: str = PASSWORD, address: str = HOME) -> None:
        self.app, self.email, self.password, self.address = app, email, password, address
        self._client = Client(app)
        self.session: Document = {}

    @property
    def id(self) -> str:
        return str(self.session["account"]["id"])

    def try_to_log_in(self, password: str | None = None) -> TestResponse:
        body = {"email": self.email, "password": self.password if password is None else password}
        return self.send("POST", "/v1/sessions", body)

    def log_in(self) -> "Person":
        answer = self.try_to_log_in()
        assert answer.status_code == 201, answer.text
        self.session = answer.get_json()
        return self

    def refresh(self) -> TestResponse:
        body = {"refresh_token": self.session["refresh_token"]}
        answer = self.send("POST", "/v1/sessions/refresh", body)
        if answer.status_code == 201:
            self.session = answer.get_json()
        return answer

    def send(self, method: str, path: str, body: Any = None, **how: Any) -> TestResponse:
        headers = {"X-Client-Address": self.address, "User-Agent": "A browser"}
        if self.session:
            headers["Authorization"] = f"Bearer {self.session['access_token']}"
        return self._client.send(method, path, body, headers=headers | how.pop("headers", {}), **how)

    def add(self, role: str, email: str | None = None) -> "Person":
        """Somebody else of this role, who has logged in and chosen a password."""
        email = email or f"{role}@example.com"
        made = self.send("POST", "/v1/accounts", {"email": email, "role": role})
        assert made.status_code == 201, made.text
        one_time = made.get_json()["one_time_password"]
        person = Person(self.app, email, one_time).log_in()
        words = {"current_password": one_time, "new_password": f"the {role} has chosen"}
        assert person.send("PUT", "/v1/account/password", words).status_code == 204
        person.password = words["new_password"]
        return person.log_in()


def first_owner(app: Flask) -> Person:
    """The owner of a new shop, logged in."""
    made = app.test_cli_runner().invoke(args=["first-owner", "--email", EMAIL, "--password", PASSWORD])
    assert (made.exit_code, made.output) == (0, ""), made.exception
    return Person(app).log_in()
