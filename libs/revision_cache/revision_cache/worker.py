"""How gunicorn runs a service with this cache: in one thread, in which waiting requests take turns (gevent).

Requests that wait for the revision at the same time share the answer (`shared.py`). Threads that wake one
another would cost more than the answer.
"""

import gc
import logging
import sys
import warnings
from contextlib import suppress
from io import TextIOWrapper
from os import dup
from socket import SHUT_RD, socket
from typing import Any, cast

import gevent
from gevent.monkey import MonkeyPatchWarning, get_original
from gunicorn.workers.ggevent import GeventWorker

LINGER_SECONDS = 1.0
"""How long a client that keeps its connection may still ask on it after the worker was told to stop."""

SMALL_BODY = 64 * 1024
"""Bytes that cost less to copy than to send apart from the head."""


class Joined:
    """A connection while it takes one answer, whose head waits for the beginning of the body."""

    def __init__(self, connection: socket) -> None:
        self._connection = connection
        self._head: bytes | None = None

    def sendall(self, data: bytes) -> None:
        if self._head is None:
            self._head = data
            return
        if self._head and len(data) > SMALL_BODY:
            self.flush()
        self._connection.sendall(self._head + data if self._head else data)
        self._head = b""

    def flush(self) -> None:
        """Send a head that no body followed."""
        if self._head:
            self._connection.sendall(self._head)
            self._head = b""

    def shutdown(self, how: int) -> None:
        self._head = b""
        self._connection.shutdown(how)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


class Worker(GeventWorker):
    """gunicorn's own, which also ends idle connections when it ends, and makes fewer system calls."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._connections: set[socket] = set()

    def patch(self) -> None:
        """Let the standard library take turns; of TLS, imported too early for that, there is none here."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", MonkeyPatchWarning)
            super().patch()
        # A handler still takes it while the interpreter ends, when gevent's lock is broken.
        # Ending our handlers before does not help, and gunicorn cannot tell gevent to leave logging alone.
        logging._lock = get_original("_thread", "RLock")()  # type: ignore[attr-defined]

    def run(self) -> None:
        """Answer until told to stop."""
        if self.cfg.workers == 1:  # blocks of several workers would mingle in the middle of a line
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

    def handle_request(self, listener_name: Any, req: Any, sock: socket, addr: Any) -> Any:
        joined: Any = Joined(sock)
        try:
            return super().handle_request(listener_name, req, joined, addr)
        finally:
            joined.flush()

    def handle_exit(self, sig: int, frame: Any) -> None:
        super().handle_exit(sig, frame)
        gevent.spawn_later(LINGER_SECONDS, self._read_no_more)

    def _read_no_more(self) -> None:
        """Let idle connections see their end; what has been asked on the others is answered first."""
        for connection in self._connections:
            # gevent's own shutdown would interrupt who waits there, instead of letting it see the end.
            with suppress(OSError), get_original("socket", "socket")(fileno=dup(connection.fileno())) as same:
                same.shutdown(SHUT_RD)
