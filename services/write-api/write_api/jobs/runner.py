"""Runs the jobs: each in a thread of its own, so that a long one keeps no other waiting."""

import threading
import time
from collections.abc import Sequence

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from write_api.jobs.registry import Job

FAILED, PAUSED = "job_failed", "job_paused"
AFTER_FAILURE = 5.0
"""Seconds until a job that failed is begun again: a leader that is away comes back."""

log = structlog.get_logger(__name__)


class Runner:
    """Started once, stopped once; what is under way is finished or left for the next process."""

    def __init__(self, jobs: Sequence[Job], engine: Engine) -> None:
        self._engine = engine
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._look_after, args=(job,), name=job.name, daemon=True) for job in jobs
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self, seconds: float) -> None:
        """Begin nothing more, and wait so long for what is under way; the rest is begun anew by the next."""
        self._stopping.set()
        until = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))

    def require_all(self) -> None:
        """Raise RuntimeError unless every job is looked after."""
        dead = [thread.name for thread in self._threads if not thread.is_alive()]
        if dead:
            raise RuntimeError(f"These jobs have ended: {', '.join(dead)}.")

    def _look_after(self, job: Job) -> None:
        wait = 0.0
        while not self._stopping.wait(wait):
            wait = self._run(job)

    def _run(self, job: Job) -> float:
        """Seconds until it is to be run again."""
        try:
            return 0.0 if job.run(self._engine) else job.seconds
        except (DBAPIError, PoolTimeoutError) as error:
            log.warning(PAUSED, job=job.name, error=str(error).partition("\n")[0])
        except Exception:  # the others go on, and so does this one with what comes next
            log.exception(FAILED, job=job.name)
        return AFTER_FAILURE
