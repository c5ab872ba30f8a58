"""Says for whom this tool asks: wrong passwords are counted by address, and sessions shown with theirs."""

from typing import Any

from flask import has_request_context, request
from requests import Response

from service_defaults.http_client import HttpClient

ADDRESS = "X-Client-Address"


class VisitorsClient(HttpClient):
    """A client of the API that names, with each request, the visitor whom it is sent for."""

    def request(self, method: str, path: str, **kwargs: Any) -> Response:
        """As HttpClient's."""
        headers = {**_visitor(), **(kwargs.pop("headers", None) or {})}
        return super().request(method, path, headers=headers, **kwargs)


def _visitor() -> dict[str, str]:
    """The address is the gateway's word: its public listener lets nobody choose it."""
    if not has_request_context():
        return {}
    told = {ADDRESS: request.headers.get(ADDRESS) or request.remote_addr}
    told |= {"User-Agent": request.headers.get("User-Agent")}
    return {name: value for name, value in told.items() if value}
