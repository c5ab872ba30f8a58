"""Asks the API for its revision on a connection of its own: each visit waits for it, so it is to be quick."""

from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from frontend.reading import token_of
from revision_cache.token import Token
from service_defaults import request_id
from service_defaults.http_client import Unavailable

PATH, SECONDS = "/v1/settings", 1.0


class Line:
    """For one caller at a time."""

    def __init__(self, base_url: str) -> None:
        address = urlsplit(base_url)
        kind = HTTPSConnection if address.scheme == "https" else HTTPConnection
        self._connection = kind(address.hostname or "", address.port, timeout=SECONDS)
        self._path = address.path.rstrip("/") + PATH

    def token(self) -> Token | None:
        """The revision that the API shows; None where it shows none, or not its own any more.

        Raises Unavailable where it does not answer within a second.
        """
        try:
            return self._ask()
        except TimeoutError as error:
            self.close()
            raise Unavailable from error
        except (OSError, HTTPException):  # a connection that was kept may have ended
            self.close()
        try:
            return self._ask()
        except (OSError, HTTPException) as error:
            self.close()
            raise Unavailable from error

    def close(self) -> None:
        """End the connection; the next question begins another."""
        self._connection.close()

    def _ask(self) -> Token | None:
        self._connection.request("HEAD", self._path, headers={request_id.HEADER: request_id.current() or "-"})
        answer = self._connection.getresponse()
        answer.read()
        if answer.status >= 500:
            raise Unavailable
        return token_of(answer.headers)
