"""The process of the jobs plans and applies what waits, and ends when it is told to."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from infra.postgres.standalone import free_ports
from tests.libs.serving import SECONDS, Served, environment
from tests.services.write_api.imports.importing import Importer
from tests.services.write_api.service import Settings
from tests.waiting import wait_until


@pytest.fixture
def jobs(settings: Settings, tmp_path: Path) -> Iterator[Served]:
    """The process, as it runs in earnest."""
    (port,), output = free_ports(1), tmp_path / "jobs.log"
    with output.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "write_api", "run-jobs"],
            env=environment({**settings, "LISTEN": f"127.0.0.1:{port}"}),
            stdout=log,
            stderr=log,
        )
    served = Served(f"http://127.0.0.1:{port}", process, output)
    yield served
    if process.poll() is None:
        served.stop()


def is_ready(served: Served) -> bool:
    assert served.process.poll() is None, served.output.read_text()
    try:
        return served.get("/health/ready").ok
    except requests.ConnectionError:
        return False


def test_a_file_is_planned_and_applied_without_anybody_waiting(jobs: Served, importer: Importer) -> None:
    importer.id = importer.send("Handle,Title,Price\nmug,Mug,1\n")["id"]
    wait_until(lambda: importer.state()["status"] == "planned", "the plan")
    assert is_ready(jobs)
    assert importer.accept().status_code == 202
    wait_until(lambda: importer.state()["status"] == "applied", "the revision")
    assert importer.product("mug")["title"] == "Mug"
    assert jobs.stop() == 0


def test_another_process_goes_on_when_one_is_killed(jobs: Served, importer: Importer) -> None:
    wait_until(lambda: is_ready(jobs), "the process", SECONDS)
    rows = "".join(f"mug-{number},Mug {number},1\n" for number in range(2000))
    importer.id = importer.send("Handle,Title,Price\n" + rows)["id"]
    wait_until(lambda: (importer.state()["progress"]["done"] or 0) > 0, "some progress")
    jobs.process.send_signal(signal.SIGKILL)
    jobs.process.wait(SECONDS)
    assert importer.state()["status"] == "planning"

    wait_until(importer.plan_next, "the lock of the dead process is free")
    assert importer.state()["products"]["create"] == 2000
    assert importer.history.count("import_row") == 2000
