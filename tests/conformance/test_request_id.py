"""A request has an id, in and out, whatever becomes of it."""

import re

import pytest

from tests.libs.serving import Served

NEW_ID = re.compile(r"[0-9a-f]{32}")
PATHS = ["/health/live", "/nowhere", "/health/ready"]


@pytest.mark.parametrize("path", PATHS)
def test_the_id_a_request_came_with_is_in_its_answer(served: Served, path: str) -> None:
    assert served.get(path, headers={"X-Request-Id": "its-own"}).headers["X-Request-Id"] == "its-own"


@pytest.mark.parametrize("path", PATHS)
def test_a_request_without_an_id_gets_one(served: Served, path: str) -> None:
    assert NEW_ID.fullmatch(served.get(path).headers["X-Request-Id"])


@pytest.mark.parametrize("harmful", ["two words", "x" * 129, '{"event":"forged"}'])
def test_an_id_that_could_do_harm_is_replaced(served: Served, harmful: str) -> None:
    assert NEW_ID.fullmatch(
        served.get("/health/live", headers={"X-Request-Id": harmful}).headers["X-Request-Id"]
    )
