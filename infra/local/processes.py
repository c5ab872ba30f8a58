"""Decides which processes of this machine belong to the house, and ends those that lost their supervisor."""

import contextlib
import signal
from pathlib import Path

import psutil

from infra.local.house import House
from infra.local.supervisor import MARK

# Patroni is given time to stop PostgreSQL, and gunicorn to answer what it has begun.
ORDERLY_SECONDS = 30
FAST_SECONDS = 15


def processes_of(house: House) -> list[psutil.Process]:
    """Every process of the house, with or without a supervisor."""
    return [process for process in psutil.process_iter() if _belongs(process, house)]


def end_processes(house: House) -> int:
    """End whatever of the house still runs, first in order, then at once; how many processes that were."""
    left = processes_of(house)
    _signal([process for process in left if not _is_postgres(process)], signal.SIGTERM)
    _, alive = psutil.wait_procs(left, ORDERLY_SECONDS)
    # A node that lost its Patroni: PostgreSQL's fast shutdown.
    _signal(alive, signal.SIGINT)
    _, alive = psutil.wait_procs(alive, FAST_SECONDS)
    _signal(alive, signal.SIGKILL)
    psutil.wait_procs(alive, FAST_SECONDS)
    return len(left)


def _belongs(process: psutil.Process, house: House) -> bool:
    try:
        if _is_postgres(process):
            # PostgreSQL writes its status over its environment, and works in its data directory.
            return house.directory in _directory(process).parents
        return process.environ().get(MARK) == str(house.directory)
    except psutil.Error:
        return False


def _is_postgres(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.NoSuchProcess):
        return process.name() == "postgres"
    return False


def _directory(process: psutil.Process) -> Path:
    return Path(process.cwd())


def _signal(processes: list[psutil.Process], number: signal.Signals) -> None:
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(number)
