"""A server of pictures, as the internet may have them."""

import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from write_api.fetching import addresses
from write_api.fetching.addresses import Policy

PAUSE = 0.02


class Web:
    """A server with answers by path, and what it was asked; with a certificate, if it is given one.

    To a path in `slow` it sends its body byte by byte, to one in `endless` a header, until `ended` is set.
    """

    def __init__(self, certificate: ssl.SSLContext | None = None) -> None:
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[tuple[str, str]] = []
        self.slow: set[str] = set()
        self.endless: set[str] = set()
        self.dripped, self.ended = 0, threading.Event()
        self.scheme = "https" if certificate else "http"
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (Handler,), {"web": self}))
        self.port = self.server.server_address[1]
        if certificate:
            self.server.socket = certificate.wrap_socket(self.server.socket, server_side=True)
        self._thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05})

    def __enter__(self) -> "Web":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self.server.shutdown()
        self.server.server_close()
        self._thread.join()

    def url(self, path: str, host: str = "shop.example") -> str:
        return f"{self.scheme}://{host}:{self.port}{path}"

    def policy(self) -> Policy:
        """Lets this one server through, whatever the name, and nothing else."""
        known = {"shop.example": ["127.0.0.1"]}
        return Policy(
            ports=frozenset({self.port}),
            allows=lambda address: address == "127.0.0.1",
            resolve=lambda host, port: known.get(host) or addresses.resolve(host, port),
        )


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    web: Web

    def do_GET(self) -> None:
        self.web.asked.append((self.headers["Host"], self.path))
        status, headers, body = self.web.answers.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if self.path in self.web.endless:
            self.flush_headers()
            self.drip(b"X-Endless: " + b"x" * 5000)
            return
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.path in self.web.slow:
            self.drip(body)
        else:
            self.wfile.write(body)

    def drip(self, data: bytes) -> None:
        for place in range(len(data)):
            self.web.dripped += 1
            try:
                self.wfile.write(data[place : place + 1])
            except OSError:  # nobody waits for more
                return
            self.web.ended.wait(PAUSE)

    def log_message(self, *_: object) -> None:
        pass
