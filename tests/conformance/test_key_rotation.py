"""The signing key is replaced while everyone goes on, in whatever order the services are restarted."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import jwt
import psutil
import pytest

from tests.conformance.services import READ_API, WRITE_API, settings_of
from tests.libs.serving import Served, environment, serving
from tests.postgres import Postgres
from tests.waiting import wait_until

OWNER = {"email": "owner@example.com", "password": "known to nobody but this test"}
KEYS = "/.well-known/jwks.json"


class Rotation:
    """A shop whose owner is logged in, and whose keys can be rotated step by step."""

    def __init__(self, reader: Served, writer: Served, secrets: Path) -> None:
        self.reader, self.writer, self.secrets = reader, writer, secrets

    def step(self, name: str) -> None:
        command = [sys.executable, "-m", "infra.secrets", "rotate", name, str(self.secrets)]
        subprocess.run(command, check=True, timeout=60, capture_output=True)

    def log_in(self) -> dict[str, Any]:
        answer = self.writer.request("POST", "/v1/sessions", json=OWNER)
        assert answer.status_code == 201, answer.text
        begun: dict[str, Any] = answer.json()
        return begun

    def refresh(self, state: dict[str, Any]) -> dict[str, Any]:
        answer = self.writer.request(
            "POST", "/v1/sessions/refresh", json={"refresh_token": state["refresh_token"]}
        )
        assert answer.status_code == 201, answer.text
        renewed: dict[str, Any] = answer.json()
        return renewed

    def accepted(self, state: dict[str, Any]) -> list[bool]:
        """Whether the token is good to read, and to write."""
        bears = {"Authorization": f"Bearer {state['access_token']}"}
        read = self.reader.get("/v1/staff/products", headers=bears)
        written = self.writer.request("POST", "/v1/categories", json={"title": "Cups"}, headers=bears)
        return [read.status_code == 200, written.status_code == 201]

    def restart(self, service: Served) -> None:
        """As `kill -HUP`: gunicorn puts new workers in the place of the old, which read the files anew."""
        before = workers(service)
        service.process.send_signal(signal.SIGHUP)
        wait_until(lambda: workers(service) and not workers(service) & before, "other workers", 30)
        wait_until(lambda: service.get("/health/live").ok, "an answer")


def workers(service: Served) -> set[int]:
    """The processes that answer now."""
    return {child.pid for child in psutil.Process(service.process.pid).children()}


@pytest.fixture
def rotation(catalog: Postgres, tmp_path: Path) -> Iterator[Rotation]:
    secrets = tmp_path / "secrets"
    with ExitStack() as stack:
        settings = [settings_of(service, secrets, postgres=catalog) for service in (READ_API, WRITE_API)]
        reader = stack.enter_context(serving(READ_API.package, {**settings[0], "WORKERS": "1"}, tmp_path))
        writer = stack.enter_context(
            serving(WRITE_API.package, {**settings[1], "WORKERS": "1"}, tmp_path, *WRITE_API.arguments)
        )
        first_owner = [sys.executable, "-m", "flask", "--app", "write_api", "first-owner"]
        options = [f"--{name}={value}" for name, value in OWNER.items()]
        subprocess.run([*first_owner, *options], env=environment(settings[1]), check=True, timeout=60)
        yield Rotation(reader, writer, secrets)


@pytest.mark.parametrize("reader_first", [True, False])
def test_nobody_is_logged_out_whoever_restarts_first(rotation: Rotation, *, reader_first: bool) -> None:
    services = [rotation.reader, rotation.writer] if reader_first else [rotation.writer, rotation.reader]
    before = rotation.log_in()

    for step, restarted in [("announce", services), ("sign", [rotation.writer]), ("retire", services)]:
        here = rotation.log_in()
        rotation.step(step)
        for service in restarted:
            assert rotation.accepted(here) == [True, True], step
            rotation.restart(service)
            if step != "retire":
                assert rotation.accepted(before) == [True, True], step
            here = rotation.refresh(here)
            assert rotation.accepted(here) == [True, True], step
    assert rotation.accepted(before) == [False, False]
    assert rotation.accepted(rotation.refresh(before)) == [True, True]


def test_everyone_can_verify_what_the_old_and_the_new_key_signed(rotation: Rotation) -> None:
    (old,) = rotation.reader.get(KEYS).json()["keys"]
    by_old = rotation.log_in()
    rotation.step("announce")
    rotation.restart(rotation.reader)
    rotation.step("sign")
    rotation.restart(rotation.writer)

    shown = [key["kid"] for key in rotation.reader.get(KEYS).json()["keys"]]

    assert shown[0] == old["kid"]
    assert len(shown) == 2
    assert kid_of(rotation.log_in()) == shown[1]
    assert kid_of(by_old) == shown[0]
    assert rotation.accepted(by_old) == rotation.accepted(rotation.log_in()) == [True, True]


def kid_of(state: dict[str, Any]) -> str:
    return str(jwt.get_unverified_header(state["access_token"])["kid"])
