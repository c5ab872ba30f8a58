"""Health, metrics, logs, start and stop: all four services alike."""

import re
import subprocess

from tests.conformance.conftest import House
from tests.conformance.services import FRONTEND, READ_API, Service
from tests.libs.serving import Served, command, environment
from tests.waiting import wait_until


def test_it_is_alive_and_ready(served: Served) -> None:
    live = served.get("/health/live")
    assert (live.status_code, live.json()) == (200, {"status": "alive"})
    wait_until(lambda: served.get("/health/ready").status_code == 200, "it is ready", 30)
    assert served.get("/health/ready").json() == {"status": "ready"}


def test_it_is_alive_and_says_what_it_misses_while_that_is_away(service: Service, alone: Served) -> None:
    assert alone.get("/health/live").status_code == 200
    ready = alone.get("/health/ready")
    if service.dependency is None:  # it has a better answer than a gateway that finds no host
        assert ready.status_code == 200
    else:
        assert (ready.status_code, ready.json()["failing"]) == (503, [service.dependency])


def test_it_counts_requests_by_route(served: Served) -> None:
    served.get("/nowhere/at/all")
    metrics = served.get("/metrics")
    assert metrics.headers["Content-Type"].startswith("text/plain; version=")
    count = r'http_request_duration_seconds_count\{method="GET",route="%s",status="%s"\} [1-9]'
    assert re.search(count % ("/health/live", 200), metrics.text)
    assert re.search(count % ("unmatched", 404), metrics.text)
    assert "/nowhere" not in metrics.text


def test_it_logs_each_request_as_json_under_its_id(service: Service, served: Served) -> None:
    served.get("/nowhere", headers={"X-Request-Id": "looked-for"})
    wait_until(lambda: "looked-for" in served.output.read_text(), "the line is written", 30)
    [line] = [line for line in served.log_lines() if line.get("request_id") == "looked-for"]
    assert (line["event"], line["service"]) == ("request", service.name)
    assert (line["method"], line["path"], line["route"]) == ("GET", "/nowhere", "unmatched")
    assert line["status"] == 404
    assert line["duration_ms"] >= 0


def test_a_request_keeps_its_id_through_every_hop(house: House) -> None:
    assert house[FRONTEND.name].get("/search", headers={"X-Request-Id": "far-away"}).status_code == 200
    reader = house[READ_API.name]
    wait_until(lambda: "far-away" in reader.output.read_text(), "the line is written")
    asked = [line for line in reader.log_lines() if line.get("request_id") == "far-away"]
    assert {line["event"] for line in asked} >= {"request"}


def test_missing_settings_stop_the_start_and_are_all_named(service: Service) -> None:
    run = subprocess.run(
        command(service.package), env=environment({}), capture_output=True, text=True, timeout=60, check=False
    )
    named = re.findall(r"^  (\w+) is missing: \S", run.stderr, flags=re.MULTILINE)
    assert run.returncode == 78
    assert named == sorted(name for name, required in service.required_by_name().items() if required)


def test_it_stops_when_asked_to(alone: Served) -> None:
    alone.process.terminate()
    assert alone.process.wait(timeout=25) == 0  # before graceful_timeout would end it
    assert alone.log_lines()[-1]["event"] == "Shutting down: Master"
