"""How a service calls another: pooled, bounded in time, under the same request id."""

from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from requests.adapters import HTTPAdapter

from service_defaults import request_id
from service_defaults.problems import Problem

POOL_SIZE = 32


class Unavailable(Problem):
    """The other service could not be reached or did not answer in time; unhandled, it answers 503."""

    def __init__(self) -> None:
        super().__init__(
            503, "unavailable", "A service this depends on does not answer.", headers={"Retry-After": "1"}
        )


class HttpClient:
    """A client for one other service, for all threads of a process. No redirects, no cookies."""

    def __init__(self, base_url: str, timeout: tuple[float, float] = (0.5, 5.0)) -> None:
        """`timeout` is the seconds to connect and the seconds to wait for each piece of the answer."""
        self._base_url = base_url.rstrip("/")
        self._timeout = timeout
        self._session = requests.Session()
        self._session.trust_env = False  # neither a proxy nor a .netrc comes between two of our services
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, HTTPAdapter(pool_connections=1, pool_maxsize=POOL_SIZE))

    def request(self, method: str, path: str, **kwargs: Any) -> requests.Response:
        """Send a request; keywords are those of `requests`. Raises Unavailable when the network fails."""
        headers = {request_id.HEADER: request_id.current(), **kwargs.pop("headers", {})}
        options = {"timeout": self._timeout, "allow_redirects": False, **kwargs}
        try:
            return self._session.request(method, self._base_url + path, headers=headers, **options)
        except (
            requests.ConnectionError,
            requests.Timeout,
            requests.exceptions.ChunkedEncodingError,
        ) as error:
            raise Unavailable from error

    def get(self, path: str, **kwargs: Any) -> requests.Response:
        return self.request("GET", path, **kwargs)

    def post(self, path: str, **kwargs: Any) -> requests.Response:
        return self.request("POST", path, **kwargs)

    def put(self, path: str, **kwargs: Any) -> requests.Response:
        return self.request("PUT", path, **kwargs)

    def patch(self, path: str, **kwargs: Any) -> requests.Response:
        return self.request("PATCH", path, **kwargs)

    def delete(self, path: str, **kwargs: Any) -> requests.Response:
        return self.request("DELETE", path, **kwargs)
