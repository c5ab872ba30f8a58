"""Small servers that stand in for the services behind the gateway: they say who was asked, and how."""

import contextlib
import json
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class StandIn:
    """One instance of a service on loopback; set `fault` to make it misbehave."""

    def __init__(self, name: str, port: int = 0) -> None:
        self.name = name
        self.fault: str | None = None
        self.begun: list[tuple[str, str]] = []
        self.seen: list[tuple[str, str, dict[str, str]]] = []
        self._server = _Server(("127.0.0.1", port), self._handler())
        self.port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    @property
    def address(self) -> tuple[str, int]:
        return ("127.0.0.1", self.port)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def stop(self) -> None:
        """Stop listening and cut every connection, as a killed process does."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        self._server.cut_connections()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        standin = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                standin.begun.append((self.command, self.path))
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                if self.path.startswith("/health"):
                    return self._send(503 if standin.fault == "not ready" else 200, b"{}")
                headers = {name.lower(): value for name, value in self.headers.items()}
                standin.seen.append((self.command, self.path, headers))
                if standin.fault == "hang up":
                    self.close_connection = True
                    return None
                status = 503 if standin.fault == "unavailable" else 200
                answer = {
                    "service": standin.name,
                    "path": self.path,
                    "headers": headers,
                    "received": len(body),
                }
                return self._send(status, json.dumps(answer).encode())

            do_GET = do_HEAD = do_OPTIONS = do_POST = do_PUT = do_PATCH = do_DELETE = answer  # noqa: N815

            def _send(self, status: int, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if self.command != "HEAD":
                    _send_body(self, body, standin.fault)

            def log_message(self, *_: object) -> None:
                pass

        return Handler


def _send_body(handler: BaseHTTPRequestHandler, body: bytes, fault: str | None) -> None:
    half = len(body) // 2
    handler.wfile.write(body[:half])
    if fault == "slow":
        time.sleep(3.5)  # longer than a try of a read may take
    if fault == "cut off":
        handler.close_connection = True
    else:
        handler.wfile.write(body[half:])


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(address, handler)
        self._connections: set[socket.socket] = set()

    def process_request(self, request: socket.socket, client_address: tuple[str, int]) -> None:
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: socket.socket) -> None:
        self._connections.discard(request)
        super().shutdown_request(request)

    def cut_connections(self) -> None:
        for connection in list(self._connections):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, *_: object) -> None:
        """A client that hangs up is no news here."""


@contextlib.contextmanager
def standins(*names: str):
    """As many instances as names, stopped at the end."""
    with contextlib.ExitStack() as running:
        instances = [StandIn(name) for name in names]
        for instance in instances:
            running.callback(instance.stop)
        yield instances
