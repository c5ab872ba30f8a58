"""The worker that answers writes: what stands still is ended, what goes on is given time.

gunicorn kills a sync worker that it has not heard of for `--timeout` seconds, and a request keeps it silent.
That is meant, because a commit that waits for a replica ends by nothing else. What consists of many steps
lets it be heard between them.
"""

import gc
import time
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, TypeVar

from gunicorn.workers.sync import SyncWorker

MOST_SECONDS = 30.0
"""So long after a request began no step is heard any more; the gateway waits for this and the timeout."""

T = TypeVar("T")


class Worker(SyncWorker):
    """gunicorn's, which answers one request at a time; it knows since when."""

    answering: ClassVar["Worker | None"] = None
    began = 0.0

    def run(self) -> None:
        """Answer until told to stop."""
        gc.freeze()  # what was loaded stays: the collector need not look at it again and again
        super().run()

    def handle_request(self, listener: Any, req: Any, client: Any, addr: Any) -> bool:
        Worker.answering, self.began = self, time.monotonic()
        return super().handle_request(listener, req, client, addr)


def going_on(steps: Iterable[T]) -> Iterator[T]:
    """The steps, one after another; before each the worker is heard, if one answers here."""
    for step in steps:
        worker = Worker.answering
        if worker and time.monotonic() < worker.began + MOST_SECONDS:
            worker.notify()
        yield step
