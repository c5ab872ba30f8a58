"""What a write answers: kept as bytes, so that a repeated request gets the very same ones."""

from dataclasses import dataclass, field
from typing import Any

from flask import Response, current_app

from api_contract import Header, Reply, Terms
from write_api.preconditions import ETAG, entity_tag
from write_api.representations import Representation

LOCATION = Header("Location", "The address of what was made.", required=True)
CREATED = {201: Reply("It was made.", headers=(LOCATION,))}
DONE = {204: "It is done."}
SECRET = Terms(shows=(Header("Cache-Control", "Always `no-store`.", required=True),))
TAGGED = Terms(shows=(ETAG,))


@dataclass(frozen=True)
class Answer:
    """A status, headers and body that are not sent before the transaction is committed."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    def response(self) -> Response:
        """The answer as Flask sends it."""
        response = Response(self.body, self.status, self.headers)
        if "Content-Type" not in self.headers:
            del response.headers["Content-Type"]  # Flask's own guess
        return response


def answer(status: int, document: Any, **headers: str) -> Answer:
    """An answer whose body is the document as JSON; headers are named with underscores."""
    body = current_app.json.dumps(document).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, {"Content-Type": "application/json", **named}, body)


def represented(representation: Representation, status: int = 200, **headers: str) -> Answer:
    """An answer that shows one thing, with its own tag."""
    tag = entity_tag(representation.number, representation.nonce)
    return answer(status, representation.document, ETag=tag, **headers)


def no_content() -> Answer:
    """204: it is done, and there is nothing to show."""
    return Answer(204)
