"""The few calls that the loader makes to the shop's API."""

from __future__ import annotations

import threading
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

RETRIES = 7
NOT_NOW = (429, 502, 503, 504)
PATIENCE = 2.0  # seconds, at most, between two tries, unless Retry-After asks for more
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
        # urllib3 repeats reads only, unless told that every method may be sent again.
        self._retries = Retry(
            RETRIES,
            allowed_methods=None,
            status_forcelist=NOT_NOW,
            raise_on_status=False,
            backoff_factor=pause,
            backoff_max=PATIENCE,
        )
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
            for scheme in ("http://", "https://"):
                self._own.session.mount(scheme, HTTPAdapter(max_retries=self._retries))
        session: requests.Session = self._own.session
        return session

    def _send(self, method: str, path: str, **request: Any) -> requests.Response:
        """Sends until there is an answer. Raises `Refused` when it says no, `Unreachable` at the end."""
        try:
            response = self._session().request(method, self._url + path, timeout=TIMEOUT, **request)
        except (requests.ConnectionError, requests.Timeout) as error:
            raise Unreachable(str(error)) from error
        if response.status_code in NOT_NOW:
            raise Unreachable(f"{method} {response.url} was tried {RETRIES + 1} times: {response.text}")
        if not response.ok:
            raise Refused(response)
        return response
