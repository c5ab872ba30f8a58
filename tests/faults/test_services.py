import os
import signal

import pytest

from tests.faults.processes import kill_workers
from tests.faults.traffic import traffic
from tests.waiting import wait_until

pytestmark = [pytest.mark.house, pytest.mark.timeout(300)]


def test_a_worker_of_read_api_can_be_killed(whole):
    with traffic(whole) as flow:
        kill_workers(whole, "read-api-1")
        flow.wait_for_writes(20, timeout=30)
    assert flow.failed_reads == []


def test_a_whole_read_api_can_be_killed(whole):
    before = whole.pid("read-api-1")
    with traffic(whole) as flow:
        os.kill(before, signal.SIGKILL)
        wait_until(lambda: whole.pid("read-api-1") not in (0, before), "it is started again", 30)
        whole.wait_until_whole()
    assert flow.failed_reads == []


def test_instances_come_and_go_while_requests_flow(whole):
    with traffic(whole) as flow:
        whole.command("scale", "read-api=4")
        assert len(whole.parts("read-api")) == 4
        flow.wait_for_writes(20, timeout=30)
        whole.command("scale", "read-api=2")
        flow.wait_for_writes(20, timeout=30)
    assert flow.failed_reads == []
    assert [part["name"] for part in whole.status()["parts"] if part["name"].startswith("read-api")] == [
        "read-api-1",
        "read-api-2",
    ]


def test_starting_it_again_changes_nothing(whole):
    before = {part["name"]: part["pid"] for part in whole.status()["parts"]}
    said = whole.command("up").stdout
    assert "up already" in said
    assert whole.settings.url("mstore") in said
    assert {part["name"]: part["pid"] for part in whole.status()["parts"]} == before
