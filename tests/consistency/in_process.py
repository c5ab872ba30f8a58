"""read-api as threads of this process, on a real socket: what a test plants in it, it has."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from werkzeug.serving import WSGIRequestHandler, make_server

from tests.consistency.readers import Server
from tests.services.read_api.trio import Trio


class _Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def served_here(trio: Trio, name: str, nodes: str | None = None) -> Iterator[Server]:
    """A read-api that knows these nodes, by default all."""
    with trio.read_api(nodes) as app:
        server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield Server(name, server.server_port)
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
