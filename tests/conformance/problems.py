"""The one shape of every error."""

import requests

from tests.conformance.services import Service

TYPES = "https://mstore.com/problems/"
MEMBERS = ["type", "title", "status", "detail", "instance"]


def slug_of(answer: requests.Response) -> str:
    """What kind of problem an answer is; fails when it is not one as RFC 9457 says."""
    assert answer.headers["Content-Type"] == "application/problem+json", answer.text
    body = answer.json()
    assert list(body)[:5] == MEMBERS
    assert all(isinstance(body[name], str) and body[name] for name in ("title", "detail", "instance"))
    assert body["type"].startswith(TYPES)
    assert body["status"] == answer.status_code >= 400
    assert all(
        {"detail"} < set(error) <= {"detail", "pointer", "parameter"} for error in body.get("errors", [])
    )
    slug: str = body["type"].removeprefix(TYPES)
    return slug


def is_page(service: Service) -> bool:
    """Whether the clients of this service are browsers."""
    return not service.name.endswith("-api")
