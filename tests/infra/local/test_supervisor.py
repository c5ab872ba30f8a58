import os
import re
import signal
import sys
import threading
from pathlib import Path

import psutil
import pytest

from infra.local.configuration import write_supervisor
from infra.local.health import PartFailed, is_well, wait_for
from infra.local.parts import Part
from infra.local.ports import PortsTaken, check_ports
from infra.local.processes import end_processes, processes_of
from infra.local.supervisor import Supervisor
from infra.postgres.standalone import free_ports
from tests.infra.local.conftest import stand_in
from tests.waiting import wait_until


def pid_of(supervisor, name):
    return supervisor.states()[name].pid


def supervisor_of(house):
    [pid] = [process.pid for process in processes_of(house) if "supervisord" in " ".join(process.cmdline())]
    return pid


def test_parts_run_in_a_folder_of_any_name_with_the_environment_they_are_given(supervised):
    first, second = supervised.parts
    wait_until(lambda: is_well(first) and is_well(second), "both answer")
    environment = psutil.Process(pid_of(supervised, first.name)).environ()
    assert environment["NAME"] == "stand-in-1 % ; 'x'"
    assert "PYTEST_CURRENT_TEST" not in environment


def test_no_part_sees_root(supervised):
    wait_until(lambda: is_well(supervised.parts[0]), "it answers")
    status = Path(f"/proc/{pid_of(supervised, 'stand-in-1')}/status").read_text()
    assert "CapEff:\t0000000000000000" in status


def test_a_part_that_dies_is_started_again(supervised):
    before = wait_until(lambda: pid_of(supervised, "stand-in-1"), "it runs")
    os.kill(before, signal.SIGKILL)
    wait_until(lambda: pid_of(supervised, "stand-in-1") not in (0, before), "another process runs")


def test_what_a_part_says_is_in_its_log(supervised):
    wait_until(lambda: is_well(supervised.parts[0]), "it answers")
    log = supervised.house.logs / "stand-in-1.log"
    wait_until(lambda: "GET / HTTP" in log.read_text(), "the request is in the log")


def test_stopping_parts_leaves_the_others_alone(supervised):
    first, second = supervised.parts
    supervised.stop_parts([first.name])
    assert supervised.states()[first.name].state == "STOPPED"
    wait_until(lambda: is_well(second), "the other answers")
    supervised.stop_parts([first.name, "no-such-part"])


class OneDiesMeanwhile(Supervisor):
    """A supervisor that is about to start a dead part again when it is asked to stop it."""

    def states(self):
        found = super().states()
        if not hasattr(self, "killed"):
            self.killed = found["stand-in-1"].pid
            held = supervisor_of(self.house)
            os.kill(held, signal.SIGSTOP)
            os.kill(self.killed, signal.SIGKILL)
            threading.Timer(0.3, os.kill, (held, signal.SIGCONT)).start()
        return found


def test_a_part_that_dies_just_then_is_stopped_too(house, supervised):
    wait_until(lambda: supervised.states()["stand-in-1"].state == "RUNNING", "it has run for a while")
    OneDiesMeanwhile(house).stop_parts(["stand-in-1"])
    assert supervised.states()["stand-in-1"].state == "STOPPED"


def test_a_part_that_will_not_stop_is_waited_for_only_so_long(house, supervised, monkeypatch):
    deaf = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf'); signal.pause()"
    stubborn = Part("stubborn", "stand-in", (sys.executable, "-c", deaf), (1,), "/")
    write_supervisor(house, [*supervised.parts, stubborn])
    supervised.start_parts([stubborn.name])
    log = house.logs / "stubborn.log"
    wait_until(lambda: log.exists() and "deaf" in log.read_text(), "it does not hear any more")
    monkeypatch.setattr("infra.local.supervisor.STOP_TIMEOUT", 0.5)
    with pytest.raises(TimeoutError, match="stubborn did not stop"):
        supervised.stop_parts(["stand-in-1", stubborn.name])


def test_a_part_can_be_added_and_removed_while_others_run(house, supervised):
    before = wait_until(lambda: pid_of(supervised, "stand-in-1"), "it runs")
    third = stand_in("stand-in-3", free_ports(1)[0])
    write_supervisor(house, [*supervised.parts, third])
    supervised.start_parts([third.name])
    wait_until(lambda: is_well(third), "the third answers")
    supervised.stop_parts([third.name])
    supervised.remove_part(third.name)
    assert set(supervised.states()) == {"stand-in-1", "stand-in-2"}
    assert pid_of(supervised, "stand-in-1") == before


def test_a_supervisor_that_was_killed_leaves_processes_that_are_found_and_ended(house, supervised):
    wait_until(lambda: is_well(supervised.parts[0]), "it answers")
    os.kill(supervisor_of(house), signal.SIGKILL)
    wait_until(lambda: not supervised.answers(), "the supervisor is gone")
    assert end_processes(house) == 2
    assert processes_of(house) == []
    assert not is_well(supervised.parts[0])


def test_another_house_s_processes_are_not_taken_for_its_own(house, supervised):
    neighbour = house.model_copy(update={"state": Path(f"{house.state} neighbour")})
    wait_until(lambda: len(processes_of(house)) >= 3, "the supervisor and both parts run")
    assert processes_of(neighbour) == []


def test_a_port_taken_by_another_shop_is_said_to_be(house, supervised):
    [listens] = supervised.parts[0].ports
    wait_until(lambda: is_well(supervised.parts[0]), "it answers")
    said = f"Port {listens} .* is taken by the shop in {re.escape(str(house.directory))}"
    with pytest.raises(PortsTaken, match=said):
        check_ports(house.model_copy(update={"port": listens}))


def test_waiting_ends_when_a_part_does_not_stay_up(house, supervised):
    broken = Part("broken", "stand-in", ("/bin/sh", "-c", "echo out of clay; exit 1"), (1,), "/")
    write_supervisor(house, [*supervised.parts, broken])
    supervised.start_parts([broken.name])
    with pytest.raises(PartFailed, match="broken does not stay up"):
        wait_for(lambda: False, "broken", house, [broken], seconds=20)
    assert "out of clay" in (house.logs / "broken.log").read_text()


def test_a_supervisor_with_another_password_is_not_ours(house, supervised):
    assert supervised.answers()
    (house.secrets / "local" / "supervisor_password").write_text("another")
    assert not supervised.answers()
