"""A service under gunicorn, as a process of its own."""

import os
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from infra.postgres.standalone import free_ports
from tests.libs.serving import Served, command, environment, serving
from tests.waiting import wait_until

ALL_MISSING = """\
Cannot start: these settings are missing or invalid.
  LISTEN is missing: The address to listen on, as host:port.
  SIGNALS is missing: A directory in which a view and a test meet.
  THING_PASSWORD is missing: The password of things.
  WORKERS is invalid: Input should be greater than or equal to 1
"""


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    """What the service needs, its secret in a file."""
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    (secrets / "thing_password").write_text("hush")
    return {"SIGNALS": str(tmp_path), "SECRETS_DIR": str(secrets)}


@pytest.fixture
def service(settings: dict[str, str], tmp_path: Path) -> Iterator[Served]:
    """The service with two workers."""
    with serving("thing_api", settings, tmp_path) as served:
        yield served


def run(started: list[str], settings: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    """Start a service that is to stop by itself; LISTEN is set unless given as empty."""
    own = environment({"LISTEN": f"127.0.0.1:{free_ports(1)[0]}", **settings})
    return subprocess.run(started, env=own, capture_output=True, text=True, timeout=60, check=False)


def test_missing_settings_stop_the_start_and_are_all_named_once() -> None:
    stopped = run(command("thing_api"), {"LISTEN": "", "WORKERS": "0"})
    assert (stopped.returncode, stopped.stderr) == (78, ALL_MISSING)
    assert "Booting worker" not in stopped.stdout


def test_one_missing_secret_stops_the_start(settings: dict[str, str]) -> None:
    Path(settings["SECRETS_DIR"], "thing_password").unlink()
    stopped = run(command("thing_api"), settings)
    assert stopped.returncode == 78
    assert stopped.stderr.splitlines()[1:] == ["  THING_PASSWORD is missing: The password of things."]


@pytest.mark.parametrize("factory", ["broken", "leaving"])
def test_an_app_that_cannot_be_made_stops_the_start(settings: dict[str, str], factory: str) -> None:
    stopped = run([*command("thing_api")[:-1], f"thing_api:{factory}()"], {**settings, "WORKERS": "1"})
    assert stopped.returncode == 3


def test_a_request_in_flight_is_answered_before_the_service_stops(service: Served, tmp_path: Path) -> None:
    with ThreadPoolExecutor() as threads:
        answer = threads.submit(service.get, "/slow")
        wait_until((tmp_path / "begun").exists, "the request has begun")
        service.process.terminate()
        wait_until(lambda: has_logged(service, "Handling signal: term"), "the service has heard it")
        (tmp_path / "finish").touch()
        assert answer.result().json() == {"finished": True}
    assert service.process.wait(30) == 0


def test_metrics_are_those_of_all_workers(service: Served) -> None:
    workers: set[int] = set()
    asked = 0
    while len(workers) < 2:
        workers.add(service.get("/worker").json()["pid"])
        asked += 1
        assert asked < 1000, "the other worker never answered"
    counted = f'http_request_duration_seconds_count{{method="GET",route="/worker",status="200"}} {asked}.0'
    for _ in range(10):
        assert counted in service.get("/metrics").text.splitlines()


def test_metrics_of_the_run_before_are_forgotten(settings: dict[str, str], tmp_path: Path) -> None:
    metrics = {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path / "metrics")}
    for _ in range(2):
        with serving("thing_api", {**settings, **metrics}, tmp_path) as service:
            service.get("/worker")
            assert 'route="/worker",status="200"} 1.0' in service.get("/metrics").text


def test_a_worker_that_dies_is_replaced(service: Served) -> None:
    before = service.get("/worker").json()["pid"]
    os.kill(before, 9)
    wait_until(lambda: has_logged(service, "Perhaps out of memory?"), "its end is noticed")
    assert service.get("/worker").status_code == 200


def test_every_line_is_json_and_names_the_service(service: Served) -> None:
    service.get("/nowhere", headers={"X-Request-Id": "mine"})
    assert service.stop() == 0
    lines = service.log_lines()
    assert all({"timestamp", "level", "service", "event"} <= line.keys() for line in lines)
    assert {line["service"] for line in lines} == {"thing-api"}
    assert [line["path"] for line in lines if line.get("request_id") == "mine"] == ["/nowhere"]


def test_the_command_line_wins_over_the_configuration(settings: dict[str, str], tmp_path: Path) -> None:
    with serving("thing_api", settings, tmp_path, "--worker-class", "sync", "--threads", "1") as service:
        assert service.get("/worker").status_code == 200
        assert "Using worker: sync" in [line["event"] for line in service.log_lines()]


def has_logged(service: Served, words: str) -> bool:
    return any(words in line["event"] for line in service.log_lines())
