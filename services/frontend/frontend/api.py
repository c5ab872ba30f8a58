"""How the storefront asks the read API: in bounded time, not too often at once, and not while it is away."""

import threading

from requests import Response

from frontend.breaker import Breaker
from frontend.line import Line
from revision_cache.token import Token
from service_defaults.http_client import HttpClient, Unavailable
from service_defaults.problems import Problem

PASSED_ON = {400: "invalid-parameter", 404: "not-found", 410: "gone"}
CONNECT_SECONDS, ANSWER_SECONDS = 0.5, 2.0
AWAY = (502, 503, 504)
AT_ONCE = 16
"""So many calls of this process may be under way; the next waits for as long as one may take."""


class Api:
    """Every call raises Problem 400, 404 or 410 as the API answered it, and Unavailable for all else."""

    def __init__(self, base_url: str) -> None:
        self._client = HttpClient(base_url, (CONNECT_SECONDS, ANSWER_SECONDS))
        self._line = Line(base_url)
        self._breaker = Breaker()
        self._turns = threading.Semaphore(AT_ONCE)

    def token(self) -> Token | None:
        """The revision now, for one caller at a time; None where no database tells it. Raises Unavailable."""
        if not self._breaker.may_ask():
            raise Unavailable
        try:
            token = self._line.token()
        except Unavailable:
            self._breaker.failed()
            raise
        self._breaker.succeeded()
        return token

    def get(self, path: str, **options: object) -> Response:
        if not self._turns.acquire(timeout=ANSWER_SECONDS):
            raise Unavailable
        try:
            answer = self._asked(path, **options)
        finally:
            self._turns.release()
        if answer.status_code in PASSED_ON:
            raise Problem(answer.status_code, PASSED_ON[answer.status_code], answer.json().get("detail", ""))
        if answer.status_code >= 400:
            raise Unavailable
        return answer

    def _asked(self, path: str, **options: object) -> Response:
        if not self._breaker.may_ask():
            raise Unavailable
        try:
            answer = self._client.request("GET", path, **options)
        except Unavailable:
            self._breaker.failed()
            raise
        if answer.status_code in AWAY:
            self._breaker.failed()
        else:
            self._breaker.succeeded()
        return answer
