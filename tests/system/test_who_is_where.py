"""Whose address counts: through the gateway, and through the admin UI behind it."""

import re

import pytest
import requests
from requests.adapters import HTTPAdapter

from tests.house import House
from tests.waiting import wait_until

pytestmark = pytest.mark.house

FORGED = {"X-Client-Address": "203.0.113.9", "X-Forwarded-For": "203.0.113.9"}
STAMP = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


def somebody_at(address: str, agent: str) -> requests.Session:
    """Somebody who connects from this address, and says that it is another."""
    visitor = requests.Session()
    visitor.headers.update({**FORGED, "User-Agent": agent})
    adapter = HTTPAdapter()
    adapter.init_poolmanager(1, 1, source_address=(address, 0))
    visitor.mount("http://", adapter)
    return visitor


def test_a_session_is_where_its_browser_is_whatever_that_says(house: House) -> None:
    program, person = somebody_at("127.0.0.5", "A program"), somebody_at("127.0.0.7", "A browser")
    public = f"http://127.0.0.1:{house.port}"
    credentials = {"email": house.owner_email, "password": house.owner_password}

    begun = program.post(
        f"{public}/v1/sessions", json=credentials, headers={"Host": "api.mstore.com"}, timeout=10
    )
    page = person.get(f"{public}/login", headers={"Host": "admin.mstore.com"}, timeout=10)
    stamp = STAMP.search(page.text)
    assert stamp is not None
    form = {**credentials, "csrf_token": stamp[1], "next": "/products"}
    sent = person.post(
        f"{public}/login",
        data=form,
        headers={"Host": "admin.mstore.com", "Origin": "http://admin.mstore.com"},
        timeout=10,
        allow_redirects=False,
    )

    assert (begun.status_code, sent.status_code) == (201, 303)
    bears = {"Authorization": f"Bearer {begun.json()['access_token']}"}

    def places() -> set[tuple[str, str]]:
        items = requests.get(f"{house.api_url}/v1/sessions", headers=bears, timeout=10).json()["items"]
        return {(item["address"], item["user_agent"]) for item in items}

    wait_until(
        lambda: places() >= {("127.0.0.5", "A program"), ("127.0.0.7", "A browser")}, "both where they are"
    )
    assert "203.0.113.9" not in {address for address, _ in places()}
