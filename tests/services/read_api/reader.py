"""A client of read-api that always asks for what it knows to have been written."""

from collections.abc import Callable
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


class Reader:
    """Sends the newest token with every request, so that no test depends on how fast a replica is."""

    def __init__(self, client: FlaskClient, newest: Callable[[], str]) -> None:
        self._client, self._newest = client, newest

    def get(
        self, path: str, headers: dict[str, str] | None = None, method: str = "GET", **query: Any
    ) -> TestResponse:
        known = {"Catalog-Min-Revision": self._newest(), "Prefer": "wait=5"}
        query_string = {"query_string": query} if query else {}
        return self._client.open(path, method=method, headers=known | (headers or {}), **query_string)

    def slugs(self, path: str = "/v1/products", **query: Any) -> list[str]:
        response = self.get(path, **query)
        assert response.status_code == 200, response.json
        return [item["slug"] for item in response.json["items"]]
