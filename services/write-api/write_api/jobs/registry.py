"""Every job. A new one is one more line here."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine

from write_api.fetching.fetch_job import fetch_next
from write_api.imports.apply_job import apply_next
from write_api.imports.plan_job import plan_next
from write_api.imports.purge_job import purge_next
from write_api.jobs.housekeeping import empty_trash, forget_expired


@dataclass(frozen=True)
class Job:
    """Something to be looked after. `run` says whether there was anything to do.

    If so, it is asked again at once, else after so many seconds.
    """

    name: str
    seconds: float
    run: Callable[[Engine], bool]


JOBS = (
    Job("plan imports", 1.0, plan_next),
    Job("apply imports", 1.0, apply_next),
    Job("fetch pictures", 2.0, fetch_next),
    Job("purge imports", 3600.0, purge_next),
    Job("empty the trash", 3600.0, lambda engine: empty_trash(engine) > 0),
    Job("forget what has expired", 3600.0, forget_expired),
)
