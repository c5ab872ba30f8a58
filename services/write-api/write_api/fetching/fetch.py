"""Fetches a picture from an address that somebody wrote into a file."""

import socket
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPException
from threading import Timer
from urllib.parse import quote, urljoin

import certifi
from urllib3 import BaseHTTPResponse
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from write_api.fetching.addresses import PORTS, Policy, Refused, Target
from write_api.media.routes import LARGEST_PICTURE

MOST_REDIRECTS = 5
REDIRECTS = (301, 302, 303, 307, 308)
LATER = (408, 425, 429)
SECONDS = 60.0
"""For all of it, redirects too; besides each wait for the server is bounded."""

TOO_LONG = "It takes too long."
CONNECT_SECONDS, READ_SECONDS = 5.0, 10.0
PIECE = 64 * 1024
SAFE = "/?&=:;,+$@!*'()~%-._"


class Failed(Exception):
    """It could not be fetched now; later it may be."""


def fetch(url: str, policy: Policy) -> bytes:
    """What is there. Raises Refused or Failed. Where a redirect leads is judged as the first address was."""
    until = time.monotonic() + SECONDS
    for _ in range(MOST_REDIRECTS + 1):
        target = _target(url, policy)
        with _connected(target, until) as connection:
            with _told(until, "It does not answer."):
                response = _ask(connection, target)
            with closing(response):
                if response.status not in REDIRECTS:
                    return _read(response, until)
                url = _redirected(url, response.headers.get("Location", ""))
    raise Refused(f"It redirects more than {MOST_REDIRECTS} times.")


def _target(url: str, policy: Policy) -> Target:
    try:
        return policy.target(url)
    except OSError as error:
        raise Failed("Its host is not known.") from error


def _redirected(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise Refused("It redirects to what is no address.") from error


@contextmanager
def _connected(target: Target, until: float) -> Iterator[HTTPConnection]:
    """A connection that is cut when the time is over, whatever is waited for then. Raises Failed."""
    connection = _connection(target)
    try:
        with _told(until, "It does not answer."):
            connection.connect()
        connection.timeout = READ_SECONDS
        # A timeout of the socket begins anew with each byte: whoever drips a header would never meet it.
        timer = Timer(until - time.monotonic(), _cut, [connection.sock])
        timer.daemon = True
        timer.start()
        try:
            yield connection
        finally:
            timer.cancel()
    finally:
        connection.close()


def _connection(target: Target) -> HTTPConnection:
    if target.scheme == "http":
        return HTTPConnection(target.address, target.port, timeout=CONNECT_SECONDS)
    return HTTPSConnection(
        target.address,
        target.port,
        timeout=CONNECT_SECONDS,
        server_hostname=_name(target),
        cert_reqs="CERT_REQUIRED",
        ca_certs=certifi.where(),
    )


def _cut(connected: socket.socket) -> None:
    with suppress(OSError):
        # Not the method of a TLS socket, which takes from whoever reads what it reads with.
        socket.socket.shutdown(connected, socket.SHUT_RDWR)


@contextmanager
def _told(until: float, detail: str) -> Iterator[None]:
    """Raises Failed for what breaks within, or ends when the time is over."""
    try:
        yield
    except (HTTPError, HTTPException, OSError) as error:
        raise Failed(TOO_LONG if time.monotonic() >= until else detail) from error
    if time.monotonic() >= until:
        raise Failed(TOO_LONG)


def _name(target: Target) -> str:
    return target.host if ":" in target.host else target.host.encode("idna").decode()


def _ask(connection: HTTPConnection, target: Target) -> BaseHTTPResponse:
    host = f"[{target.host}]" if ":" in target.host else _name(target)
    port = "" if target.port == PORTS[target.scheme] else f":{target.port}"
    headers = {
        "Host": host + port,
        "User-Agent": "mstore",
        "Accept": "image/*",
        "Accept-Encoding": "identity",
    }
    path = quote(target.path, safe=SAFE)
    connection.request("GET", path, headers=headers, preload_content=False, decode_content=False)
    return connection.getresponse()


def _read(response: BaseHTTPResponse, until: float) -> bytes:
    if response.status >= 500 or response.status in LATER:
        raise Failed(f"It answers with status {response.status}.")
    if response.status != 200:
        raise Refused(f"It answers with status {response.status}.")
    data = bytearray()
    with _told(until, "It broke off."):
        while piece := response.read1(PIECE):
            data += piece
            if len(data) > LARGEST_PICTURE:
                raise Refused(f"It has more than {LARGEST_PICTURE:,} bytes.")
    return bytes(data)
