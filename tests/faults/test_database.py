import time

import pytest

from infra.local.supervisor import Supervisor
from tests.faults.processes import kill_patroni
from tests.faults.traffic import Traffic, traffic
from tests.waiting import wait_until

pytestmark = [pytest.mark.house, pytest.mark.timeout(400)]
# What the shop promises: writes resume by themselves within this time.
RESUME_SECONDS = 40.0
READERS = "SELECT count(*) FROM pg_stat_activity WHERE usename IN ('read_public', 'read_staff')"


@pytest.mark.parametrize("what", ["PostgreSQL", "PostgreSQL and Patroni"])
def test_the_leader_can_be_lost_under_load(whole, what, record_property):
    old = whole.leader()
    with traffic(whole) as flow:
        killed_at = time.monotonic()
        if what == "PostgreSQL and Patroni":
            kill_patroni(whole, old)
        whole.kill_postgres(old)
        wait_until(lambda: flow.acknowledged_since(killed_at + 1) >= 20, "writes resume", RESUME_SECONDS)
    assert_nothing_was_lost(flow)
    record_property("longest pause of writes in seconds", round(flow.longest_pause(), 1))
    record_property("reads", len(flow.reads))


def test_the_leader_s_whole_machine_can_be_lost_under_load(whole, record_property):
    old, supervisor = whole.leader(), Supervisor(whole.settings)
    with traffic(whole) as flow:
        killed_at = time.monotonic()
        kill_patroni(whole, old)
        whole.kill_postgres(old)
        # It must not come back: nobody gives up the lease, which then has to run out.
        supervisor.stop_parts([old.name])
        wait_until(lambda: flow.acknowledged_since(killed_at + 1) >= 20, "writes resume", RESUME_SECONDS)
        supervisor.start_parts([old.name])
    assert_nothing_was_lost(flow)
    record_property("longest pause of writes in seconds", round(flow.longest_pause(), 1))


def test_a_replica_can_be_lost_under_load(whole):
    with traffic(whole) as flow:
        whole.kill_postgres(whole.replicas()[0])
        flow.wait_for_writes(50, timeout=RESUME_SECONDS)
    assert_nothing_was_lost(flow)


def test_no_reader_is_ever_on_the_leader(whole):
    old = whole.leader()
    with traffic(whole) as flow:
        assert whole.value(old, READERS) == 0
        assert all(whole.value(replica, READERS) for replica in whole.replicas())
        whole.kill_postgres(old)
        wait_until(lambda: whole.leader() not in (None, old), "another node leads", RESUME_SECONDS)
        new, led_since = whole.leader(), time.monotonic()
        wait_until(lambda: whole.value(new, READERS) == 0, "no reader is left on the new leader")
        flow.wait_for_writes(20, timeout=RESUME_SECONDS)
        wait_until(lambda: len(flow.statuses_since(led_since + 1)) >= 20, "who serves was asked 20 times")
        assert whole.value(new, READERS) == 0
    served = {answer.json["served_by"] for answer in flow.statuses_since(led_since + 1)}
    assert f"127.0.0.1:{new.ports[1]}" not in served
    assert_nothing_was_lost(flow)


def assert_nothing_was_lost(flow: Traffic) -> None:
    assert flow.failed_reads == []
    assert [answer for answer in flow.refused_writes if not answer.is_a_polite_refusal] == []
    assert flow.lost() == set()
    # A repeated request has one effect; each writer may have one whose answer it did not wait for.
    assert flow.effects() - len(flow.acknowledged) <= 2
