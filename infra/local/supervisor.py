"""The process supervisor of the house: started here, and spoken to over its XML-RPC interface."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xmlrpc.client import Fault, ProtocolError, ServerProxy

from infra.local.house import LOOPBACK, House
from infra.postgres.binaries import unprivileged

# By this variable the house's processes are recognised, even when their supervisor is gone.
MARK = "MSTORE_HOUSE"
# Nothing else of the caller's environment (PGHOST, PYTHONPATH …) reaches the parts.
KEPT = ("PATH", "HOME", "USER", "LANG", "LC_ALL", "TMPDIR", "PYTHONPYCACHEPREFIX", "MSTORE_POSTGRES_BIN")
START_TIMEOUT = 15.0
# The supervisor itself kills what takes longer than its part's `stop_seconds`, of which the longest are 60.
STOP_TIMEOUT = 90.0
# What has EXITED is not here: the supervisor is about to start it again.
STOPPED = ("STOPPED", "FATAL")
NO_SUCH_NAME = 10
ALREADY_STARTED = 60
NOT_RUNNING = 70


@dataclass(frozen=True)
class ProcessState:
    """What the supervisor knows of a part; `state` is one of its own names, such as RUNNING or BACKOFF."""

    state: str
    pid: int
    message: str


def environment(house: House) -> dict[str, str]:
    """The environment that every process of the house starts from."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return {**kept, MARK: str(house.directory), "PYTHONUNBUFFERED": "1"}


class Supervisor:
    """supervisord of one house. All but `start` and `answers` raise OSError when it does not answer."""

    def __init__(self, house: House) -> None:
        self.house = house

    def start(self) -> None:
        """Start it with every part. Raises RuntimeError when it does not answer soon."""
        command = unprivileged([sys.executable, "-m", "supervisor.supervisord", "-c", "supervisor.conf"])
        # It leaves this terminal's session by itself: Ctrl-C here is not meant for the house.
        done = subprocess.run(
            command,
            cwd=self.house.directory,
            env=environment(self.house),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=START_TIMEOUT,
        )
        deadline = time.monotonic() + START_TIMEOUT
        while not self.answers():
            if done.returncode != 0 or time.monotonic() > deadline:
                raise RuntimeError(f"The supervisor did not start. {done.stderr.strip()}")
            time.sleep(0.05)

    def answers(self) -> bool:
        try:
            return bool(self._call("getState")["statename"] == "RUNNING")
        except OSError:
            return False

    def states(self) -> dict[str, ProcessState]:
        return {
            process["name"]: ProcessState(process["statename"], process["pid"], process["description"])
            for process in self._call("getAllProcessInfo")
        }

    def start_parts(self, names: Sequence[str]) -> None:
        """Start what stands in the supervisor's file and does not run yet."""
        self._call("reloadConfig")
        known = self.states()
        for name in names:
            if name not in known:
                self._call("addProcessGroup", name)
            elif known[name].state in STOPPED:
                with _already_so():
                    self._call("startProcess", name, False)

    def stop_parts(self, names: Sequence[str]) -> None:
        """Ask parts to stop, all at once, and wait until each has; one that takes too long is killed.

        Raises TimeoutError, an OSError, for those that not even that has ended.
        """
        deadline = time.monotonic() + STOP_TIMEOUT
        while running := self._still_running(names):
            # Asked again each time: one that was being started again had not heard it.
            for name in running:
                with _already_so():
                    self._call("stopProcess", name, False)
            if time.monotonic() > deadline:
                raise TimeoutError(f"{', '.join(running)} did not stop within {STOP_TIMEOUT:.0f} s")
            time.sleep(0.1)

    def _still_running(self, names: Sequence[str]) -> list[str]:
        known = self.states()
        return [name for name in names if name in known and known[name].state not in STOPPED]

    def remove_part(self, name: str) -> None:
        with _already_so():
            self._call("removeProcessGroup", name)

    def shut_down(self) -> None:
        self._call("shutdown")

    def _call(self, method: str, *arguments: Any) -> Any:
        password_file = self.house.secrets / "local" / "supervisor_password"
        address = f"{LOOPBACK}:{self.house.supervisor_port}"
        try:
            with ServerProxy(f"http://house:{password_file.read_text()}@{address}/RPC2") as server:
                return getattr(server.supervisor, method)(*arguments)
        except ProtocolError as error:
            # Another house's supervisor refuses our password.
            raise ConnectionRefusedError(f"{address}: {error.errmsg}") from error


@contextlib.contextmanager
def _already_so() -> Any:
    try:
        yield
    except Fault as fault:
        if fault.faultCode not in (NO_SUCH_NAME, ALREADY_STARTED, NOT_RUNNING):
            raise
