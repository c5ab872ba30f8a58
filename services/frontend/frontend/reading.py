"""Decides of which revision a page is: of that of its first call, if all others say the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message

from flask import current_app, g, has_request_context
from flask.wrappers import Response
from requests import Response as ApiResponse

from revision_cache.token import Token

REVISION, AT_LEAST, STALE = "Catalog-Revision", "Catalog-Min-Revision", "Catalog-Stale"


@dataclass
class Reading:
    """What one page was told so far."""

    token: Token | None = None
    is_of_one: bool = True

    def wanted(self) -> dict[str, str]:
        """Headers of the next call: not to be told of an earlier catalog than before."""
        return {AT_LEAST: str(self.token)} if self.token else {}

    def note(self, answer: ApiResponse) -> None:
        """Take down what this answer shows."""
        token = token_of(answer.headers)
        if token is None or self.token not in {None, token}:
            self.is_of_one = False
        self.token = token


def token_of(headers: Mapping[str, str] | Message) -> Token | None:
    """The revision that an answer shows; None where that is not the catalog's own any more."""
    if STALE in headers or REVISION not in headers:
        return None
    return Token.parse(headers[REVISION])


def reading() -> Reading:
    """That of the request being answered; of nobody outside of one."""
    if not has_request_context():
        return Reading()
    found: Reading = g.setdefault("reading", Reading())
    return found


def tag(response: Response) -> Response:
    """Name the revision that a page shows: it is true, and kept, as long as the catalog has that."""
    told: Reading | None = g.get("reading")
    if response.status_code == 200 and told and told.is_of_one and told.token:
        response.set_etag(told.token.tag(current_app.config["BUILD"]))
        response.headers[REVISION] = str(told.token)
        response.vary.add("Accept-Encoding")
    return response
