"""What is killed, and how: without a chance to end well."""

import os
import signal

import psutil

from infra.local.parts import Part
from tests.house import House
from tests.waiting import wait_until


def kill_patroni(house: House, node: Part) -> None:
    os.kill(house.pid(node.name), signal.SIGKILL)


def pids_of_children(process: psutil.Process) -> set[int]:
    return {child.pid for child in process.children()}


def kill_workers(house: House, part: str) -> None:
    """Kill all workers of gunicorn at once, whatever they are doing, and wait for the next ones."""
    master = psutil.Process(house.pid(part))
    workers = pids_of_children(master)
    for worker in workers:
        os.kill(worker, signal.SIGKILL)
    wait_until(lambda: len(pids_of_children(master) - workers) == len(workers), "new workers")
