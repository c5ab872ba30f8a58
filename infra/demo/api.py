"""The few calls that the loader makes to the shop's API."""

from __future__ import annotations

import threading
import time
from typing import Any

import requests

TRIES = 8
PATIENCE = 2.0  # seconds, at most, between two tries
TIMEOUT = (3.0, 30.0)  # seconds to connect, seconds to answer


class Refused(Exception):
    """The API said no; the message is its own."""

    def __init__(self, response: requests.Response) -> None:
        self.status = response.status_code
        super().__init__(f"{response.request.method} {response.url}: {response.status_code} {response.text}")


class Unreachable(Exception):
    """The API did not answer, or was not ready, for as long as we tried."""


class Api:
    """A client with a bearer token. What it writes may be sent again: it has a key or is idempotent."""

    def __init__(self, url: str, token: str, pause: float = 0.25) -> None:
        self._url = url.rstrip("/")
        self._token = token
        self._pause = pause
        self._own = threading.local()

    def get(self, path: str, **query: str | int) -> requests.Response:
        return self._send("GET", path, params=query)

    def post(self, path: str, body: dict[str, Any], key: str) -> requests.Response:
        return self._send("POST", path, json=body, headers={"Idempotency-Key": key})

    def patch(self, path: str, body: dict[str, Any], tag: str) -> requests.Response:
        return self._send("PATCH", path, json=body, headers={"If-Match": tag})

    def upload(self, jpeg: bytes) -> str:
        """The content address of the stored picture."""
        answer = self._send("POST", "/v1/media", data=jpeg, headers={"Content-Type": "image/jpeg"})
        return str(answer.json()["media"])

    def _session(self) -> requests.Session:
        """One connection pool per thread: requests promises nothing about sharing one."""
        if not hasattr(self._own, "session"):
            self._own.session = requests.Session()
            self._own.session.headers["Authorization"] = f"Bearer {self._token}"
        session: requests.Session = self._own.session
        return session

    def _send(self, method: str, path: str, **request: Any) -> requests.Response:
        """Sends until there is an answer. Raises `Refused` when it says no, `Unreachable` at the end."""
        problem = ""
        for attempt in range(TRIES):
            if attempt:
                time.sleep(min(self._pause * 2**attempt, PATIENCE))
            try:
                response = self._session().request(method, self._url + path, timeout=TIMEOUT, **request)
            except (requests.ConnectionError, requests.Timeout) as error:
                problem = str(error)
                continue
            if response.status_code in (429, 502, 503, 504):
                problem = response.text
                continue
            if response.ok:
                return response
            raise Refused(response)
        raise Unreachable(f"{method} {self._url}{path} was tried {TRIES} times: {problem}")
