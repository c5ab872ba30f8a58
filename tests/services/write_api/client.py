"""A client of write-api with the token of a role, and the bodies that tests begin with."""

import copy
from datetime import timedelta
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from write_api.sessions.signing import Subject
from write_api.sessions.tokens import SCOPES

Document = dict[str, Any]


class Client:
    """Sends requests as an account of this role; without a role as nobody. Its id is the role's name."""

    def __init__(self, app: Flask, role: str | None = None) -> None:
        self.app = app
        self._client = app.test_client()
        self._headers = {"Authorization": f"Bearer {token(app, role)}"} if role else {}

    def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        if_match: str | None = None,
        key: str | None = None,
        **how: Any,
    ) -> TestResponse:
        """Send the body as JSON; `how` goes to werkzeug's test client."""
        given = {"If-Match": if_match, "Idempotency-Key": key, **how.pop("headers", {})}
        headers = self._headers | {name: value for name, value in given.items() if value is not None}
        if body is not None:
            how["json"] = body
        return self._client.open(path, method=method, headers=headers, **how)

    def create(self, path: str, body: Document) -> "Created":
        """POST what must succeed."""
        answer = self.send("POST", path, body)
        assert answer.status_code == 201, answer.text
        return Created(answer)

    def product(self, **changes: Any) -> "Created":
        return self.create("/v1/products", mug(**changes))

    def category(self, title: str = "Mugs", **fields: Any) -> "Created":
        return self.create("/v1/categories", {"title": title, **fields})


class Created:
    """What a POST made: its document, its tag and its address."""

    def __init__(self, answer: TestResponse) -> None:
        self.document: Document = answer.get_json()
        self.tag = answer.headers["ETag"]
        self.path = answer.headers["Location"]


def token(app: Flask, role: str) -> str:
    subject = Subject(role, role.title(), role)
    return str(app.extensions["signing_key"].sign(subject, SCOPES[role], timedelta(minutes=5)))


def euros(amount: str) -> Document:
    return {"amount": amount, "currency": "EUR"}


def mug(**changes: Any) -> Document:
    """The body of a plain mug, with these members changed."""
    return {"title": "Mug", "variants": [{"price": euros("28.00")}], **copy.deepcopy(changes)}


def glazed_mug(*glazes: str) -> Document:
    """The body of a mug with one variant per glaze."""
    variants = [
        {"sku": f"MUG-{glaze}", "price": euros("30.00"), "options": {"Glaze": glaze}} for glaze in glazes
    ]
    return mug(options=["Glaze"], variants=variants)


def pointers(answer: TestResponse) -> set[str]:
    """The places that a problem names."""
    return {error["pointer"] for error in answer.get_json()["errors"]}


def slug_of(answer: TestResponse) -> str:
    """The last part of a problem's type."""
    assert answer.content_type == "application/problem+json", answer.text
    return str(answer.get_json()["type"].rpartition("/")[2])
