"""The calls that this tool makes to the catalog's API, each with what the signed-in person has seen so far.

Every read says `Catalog-Min-Revision`, so that the owner sees what was just saved, whichever replica answers.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from requests import Response

from service_defaults.http_client import HttpClient

PATIENCE = "wait=2"
CODE_LENGTH = 6
UPLOAD_TIMEOUT = (0.5, 30.0)


class Visit(Protocol):
    """Whose calls these are, and the newest revision they have seen."""

    @property
    def seen(self) -> str | None: ...
    def saw(self, revision_token: str) -> None: ...
    def rewind_to(self, revision_token: str) -> None: ...
    def access_token(self) -> str: ...
    def renew(self) -> None: ...


@dataclass(frozen=True)
class Answer:
    """What the API said: the JSON, its entity tag and the revision it belongs to."""

    body: Any
    etag: str
    revision: int


class Refused(Exception):
    """The API answered with a problem (RFC 9457)."""

    def __init__(self, response: Response) -> None:
        problem = _json(response)
        self.status = response.status_code
        self.slug = str(problem.get("type", "")).rsplit("/", 1)[-1]
        self.detail = str(
            problem.get("detail") or problem.get("title") or "The catalog refused, and did not say why."
        )
        self.errors: list[dict[str, str]] = problem.get("errors") or []
        self.headers = {name: response.headers[name] for name in ("Retry-After",) if name in response.headers}
        self.current: Any = problem.get("current")
        self.ticket = str(problem.get("ticket", ""))
        self.etag = response.headers.get("ETag", "")
        super().__init__(self.detail)


class Catalog:
    def __init__(self, http: HttpClient, visit: Visit) -> None:
        self._http = http
        self._visit = visit

    def products(self, **filters: Any) -> Answer:
        return self._read("/v1/staff/products", {name: value for name, value in filters.items() if value})

    def product(self, product_id: uuid.UUID) -> Answer:
        return self._read(f"/v1/staff/products/{product_id}")

    def create_product(self, body: dict[str, Any], key: str) -> Answer:
        return self._write("POST", "/v1/products", key=key, json=body)

    def change_product(self, product_id: uuid.UUID, body: dict[str, Any], tag: str, key: str) -> Answer:
        return self._write("PATCH", f"/v1/products/{product_id}", tag=tag, key=key, json=body)

    def delete_product(self, product_id: uuid.UUID, tag: str, key: str) -> Answer:
        return self._write("DELETE", f"/v1/products/{product_id}", tag=tag, key=key)

    def categories(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = self._read("/v1/categories").body["items"]
        return items

    def category(self, category_id: uuid.UUID) -> Answer:
        return self._read(f"/v1/categories/{category_id}")

    def create_category(self, body: dict[str, Any], key: str) -> Answer:
        return self._write("POST", "/v1/categories", key=key, json=body)

    def change_category(self, category_id: uuid.UUID, body: dict[str, Any], tag: str, key: str) -> Answer:
        return self._write("PATCH", f"/v1/categories/{category_id}", tag=tag, key=key, json=body)

    def delete_category(self, category_id: uuid.UUID, tag: str, key: str) -> Answer:
        return self._write("DELETE", f"/v1/categories/{category_id}", tag=tag, key=key)

    def add_picture(self, content: bytes, content_type: str) -> dict[str, Any]:
        """Stores a picture and answers what to show of it; the same bytes are the same picture."""
        headers = {"Content-Type": content_type}
        answer = self._signed("POST", "/v1/media", headers, data=content, timeout=UPLOAD_TIMEOUT)
        picture: dict[str, Any] = answer.body
        return picture

    def currency(self) -> str:
        return str(self._read("/v1/settings").body["currency"])

    def status(self) -> dict[str, Any]:
        status: dict[str, Any] = self._read("/v1/status").body
        return status

    def change_password(self, current: str, new: str) -> None:
        body = {"current_password": current, "new_password": new}
        self._signed("PUT", "/v1/account/password", {}, json=body)

    def _read(self, path: str, params: dict[str, Any] | None = None) -> Answer:
        try:
            return self._signed("GET", path, self._freshness(), params=params)
        except Refused as refusal:
            if refusal.slug != "revision-lost":
                raise
            self._visit.rewind_to(refusal.current or "")
            return self._signed("GET", path, self._freshness(), params=params)

    def _freshness(self) -> dict[str, str]:
        seen = self._visit.seen
        return {"Catalog-Min-Revision": seen, "Prefer": PATIENCE} if seen else {}

    def _write(self, method: str, path: str, *, key: str, tag: str = "", json: Any = None) -> Answer:
        headers = {"Idempotency-Key": key} | ({"If-Match": tag} if tag else {})
        return self._signed(method, path, headers, json=json)

    def _signed(self, method: str, path: str, headers: dict[str, str], **options: Any) -> Answer:
        response = self._send(method, path, headers, options)
        if response.status_code == 401:
            self._visit.renew()
            response = self._send(method, path, headers, options)
        token = response.headers.get("Catalog-Revision", "")
        self._visit.saw(token)
        if not response.ok:
            raise Refused(response)
        return Answer(_json(response), response.headers.get("ETag", ""), revision_number(token))

    def _send(self, method: str, path: str, headers: dict[str, str], options: dict[str, Any]) -> Response:
        authorization = {"Authorization": f"Bearer {self._visit.access_token()}"}
        return self._http.request(method, path, headers=headers | authorization, **options)


def log_in(http: HttpClient, email: str, password: str) -> dict[str, Any]:
    """Tokens for these credentials; raises `Refused` where they are wrong or tried too often."""
    return _session_call(http, "POST", "/v1/sessions", {"email": email, "password": password})


def show_second_factor(http: HttpClient, ticket: str, code: str) -> dict[str, Any]:
    """Tokens for the second step of a login: six digits are an app's code, all else is a recovery code."""
    kind = "totp" if code.isdecimal() and len(code) == CODE_LENGTH else "recovery_code"
    return _session_call(http, "POST", "/v1/sessions/second-factor", {"ticket": ticket, kind: code})


def renew_session(http: HttpClient, refresh_token: str) -> dict[str, Any]:
    return _session_call(http, "POST", "/v1/sessions/refresh", {"refresh_token": refresh_token})


def end_session(http: HttpClient, refresh_token: str) -> None:
    _session_call(http, "DELETE", "/v1/sessions", {"refresh_token": refresh_token})


def check_api(http: HttpClient) -> Callable[[], None]:
    """A readiness check: raises while the API does not answer."""

    def check() -> None:
        http.request("GET", "/v1/status").raise_for_status()

    return check


def idempotency_key(form_key: str, *content: object) -> str:
    """One key for one form with one content: a double click is one save, a mended form another."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, repr((form_key, content))))


def revision_number(token: str) -> int:
    """The number in a revision token `number.nonce`; 0 for none."""
    number = token.partition(".")[0]
    return int(number) if number.isdecimal() else 0


def _session_call(http: HttpClient, method: str, path: str, body: dict[str, str]) -> dict[str, Any]:
    response = http.request(method, path, json=body)
    if not response.ok:
        raise Refused(response)
    return _json(response)


def _json(response: Response) -> dict[str, Any]:
    """The answer's JSON object; empty where there is none (a 204, a proxy's page)."""
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
