"""The part of the shop's API that the loader speaks to, over HTTP, kept in memory."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

TOKEN = "a-token"
PAGE = 40


@dataclass
class Catalog:
    """What was written, in order. The first `hiccups` answers are 503; one without `room` answers 400."""

    products: dict[str, dict[str, Any]] = field(default_factory=dict)
    categories: dict[str, dict[str, Any]] = field(default_factory=dict)
    media: set[str] = field(default_factory=set)
    settings: dict[str, str] = field(default_factory=lambda: {"name": "mstore", "tagline": ""})
    keys: list[str] = field(default_factory=list)
    stale_tags: int = 0
    hiccups: int = 0
    room: int = 10_000
    url: str = ""
    lock: Lock = field(default_factory=Lock)

    def answer(self, method: str, path: str, query: dict[str, list[str]], body: bytes) -> tuple[int, Any]:
        if self.hiccups:
            self.hiccups -= 1
            return 503, {"title": "writes-paused"}
        if method == "GET":
            return self._read(path, query)
        if path == "/v1/media":
            sha = hashlib.sha256(body).hexdigest()
            self.media.add(sha)
            return 201, {"media": sha}
        return self._write(path, json.loads(body))

    def _read(self, path: str, query: dict[str, list[str]]) -> tuple[int, Any]:
        if path == "/v1/settings":
            return 200, self.settings
        start = int(query.get("after", ["0"])[0])
        items = list(self.products.values())[start : start + PAGE]
        following = str(start + PAGE) if start + PAGE < len(self.products) else None
        return 200, {"items": items, "total": len(self.products), "next": following}

    def _write(self, path: str, body: dict[str, Any]) -> tuple[int, Any]:
        if path == "/v1/settings":
            if self.stale_tags:
                self.stale_tags -= 1
                return 412, {"title": "precondition-failed"}
            self.settings |= body
            return 200, self.settings
        kept = self.products if path == "/v1/products" else self.categories
        if body["slug"] in kept:
            return 409, {"title": "slug-taken"}
        if len(self.products) >= self.room:
            return 400, {"title": "malformed"}
        kept[body["slug"]] = body
        return 201, body


def _handler(catalog: Catalog) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body leave together, or each answer waits for an acknowledgement

        def respond(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            url = urlsplit(self.path)
            with catalog.lock:
                catalog.keys += self.headers.get_all("Idempotency-Key", [])
                status, answer = catalog.answer(self.command, url.path, parse_qs(url.query), body)
            if self.headers["Authorization"] != f"Bearer {TOKEN}":
                status, answer = 401, {"title": "unauthorized"}
            sent = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("ETag", '"1-00000000.test"')
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        def __getattr__(self, name: str) -> Any:
            """do_GET, do_POST and do_PATCH are one."""
            if name.startswith("do_"):
                return self.respond
            raise AttributeError(name)

        def log_message(self, *_: Any) -> None:
            """Tests are quiet."""

    return Handler


@contextmanager
def serve(catalog: Catalog) -> Iterator[Catalog]:
    """The catalog behind a port of its own, for as long as the block lasts."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(catalog))
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    catalog.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield catalog
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
