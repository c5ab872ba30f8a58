"""How a service calls another: pooled, bounded in time, under the same request id."""

from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from requests.adapters import HTTPAdapter

from service_defaults import request_id
from service_defaults.problems import Problem

NETWORK_FAILURES = (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError)


class Unavailable(Problem):
    """The other service could not be reached or did not answer in time; unhandled, it answers 503."""

    def __init__(self) -> None:
        detail = "A service that this one depends on does not answer."
        super().__init__(503, "unavailable", detail, headers={"Retry-After": "1"})


class HttpClient:
    """A client for one other service, for all threads of a process. No redirects, no cookies."""

    def __init__(self, base_url: str, timeout: tuple[float, float] = (0.5, 5.0)) -> None:
        """`timeout` is the seconds to connect and the seconds to wait for each piece of the answer."""
        self._base_url = base_url.rstrip("/")
        self._timeout = timeout
        self._session = requests.Session()
        self._session.trust_env = False  # neither a proxy nor a .netrc comes between two of our services
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self._session.mount(self._base_url, HTTPAdapter(pool_maxsize=32))

    def request(self, method: str, path: str, **kwargs: Any) -> requests.Response:
        """Send a request; keywords are those of `requests`. Raises Unavailable when the network fails."""
        headers = {request_id.HEADER: request_id.current(), **(kwargs.pop("headers", None) or {})}
        options = {"timeout": self._timeout, "allow_redirects": False, **kwargs}
        try:
            return self._session.request(method, self._base_url + path, headers=headers, **options)
        except NETWORK_FAILURES as error:
            raise Unavailable from error
