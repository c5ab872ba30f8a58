"""How gunicorn runs read-api: in one thread, in which requests take turns while they wait (gevent).

Requests that wait for a replica at the same time share its answer (`replicas/shared.py`). Threads that wake
one another would cost more than the answer.
"""

import gc
import sys
import warnings
from contextlib import suppress
from io import TextIOWrapper
from socket import SHUT_RD, socket
from typing import Any, cast

import gevent
from gevent.monkey import MonkeyPatchWarning
from gunicorn.workers.ggevent import GeventWorker

LINGER_SECONDS = 1.0
"""How long a client that keeps its connection may still ask on it after the worker was told to stop."""


class Worker(GeventWorker):
    """gunicorn's own, which also ends idle connections when it ends, and writes log lines in blocks."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._connections: set[socket] = set()

    def patch(self) -> None:
        """Let the standard library take turns; of TLS, imported too early for that, there is none here."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", MonkeyPatchWarning)
            super().patch()

    def run(self) -> None:
        """Answer until told to stop."""
        cast("TextIOWrapper", sys.stdout).reconfigure(line_buffering=False, write_through=False)
        gc.freeze()  # what was loaded stays: the collector need not look at it again and again
        super().run()

    def notify(self) -> None:
        """Once a second: tell gunicorn that the worker lives, and write what was logged."""
        super().notify()
        sys.stdout.flush()

    def handle(self, listener: Any, client: socket, addr: Any) -> None:
        self._connections.add(client)
        try:
            super().handle(listener, client, addr)
        finally:
            self._connections.discard(client)

    def handle_exit(self, sig: int, frame: Any) -> None:
        super().handle_exit(sig, frame)
        gevent.spawn_later(LINGER_SECONDS, self._read_no_more)

    def _read_no_more(self) -> None:
        """Let idle connections see their end; what has been asked on the others is answered first."""
        for connection in self._connections:
            with suppress(OSError):
                connection.shutdown(SHUT_RD)
