"""Fetches a picture from an address that somebody wrote into a file."""

import time
from contextlib import closing
from urllib.parse import quote, urljoin

import certifi
import urllib3
from urllib3 import BaseHTTPResponse, HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError

from write_api.fetching.addresses import PORTS, Policy, Refused, Target
from write_api.media.routes import LARGEST_PICTURE

MOST_REDIRECTS = 5
REDIRECTS = (301, 302, 303, 307, 308)
LATER = (408, 425, 429)
SECONDS = 60.0
"""For all of it, redirects too; besides each wait for the server is bounded."""

TIMEOUT = urllib3.Timeout(connect=5.0, read=10.0)
PIECE = 64 * 1024
SAFE = "/?&=:;,+$@!*'()~%-._"


class Failed(Exception):
    """It could not be fetched now; later it may be."""


def fetch(url: str, policy: Policy) -> bytes:
    """What is there. Raises Refused or Failed. Where a redirect leads is judged as the first address was."""
    until = time.monotonic() + SECONDS
    for _ in range(MOST_REDIRECTS + 1):
        target = _target(url, policy)
        with closing(_pool(target)) as pool:
            response = _ask(pool, target)
            try:
                if response.status not in REDIRECTS:
                    return _read(response, until)
                url = _redirected(url, response.headers.get("Location", ""))
            finally:
                response.close()
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


def _pool(target: Target) -> HTTPConnectionPool:
    if target.scheme == "http":
        return HTTPConnectionPool(target.address, target.port, timeout=TIMEOUT, retries=False)
    return HTTPSConnectionPool(
        target.address,
        target.port,
        timeout=TIMEOUT,
        retries=False,
        server_hostname=target.host,
        assert_hostname=target.host,
        cert_reqs="CERT_REQUIRED",
        ca_certs=certifi.where(),
    )


def _ask(pool: HTTPConnectionPool, target: Target) -> BaseHTTPResponse:
    host = f"[{target.host}]" if ":" in target.host else target.host.encode("idna").decode()
    port = "" if target.port == PORTS[target.scheme] else f":{target.port}"
    headers = {
        "Host": host + port,
        "User-Agent": "mstore",
        "Accept": "image/*",
        "Accept-Encoding": "identity",
    }
    try:
        return pool.urlopen(
            "GET",
            quote(target.path, safe=SAFE),
            headers=headers,
            redirect=False,
            preload_content=False,
            decode_content=False,
        )
    except HTTPError as error:
        raise Failed("It does not answer.") from error


def _read(response: BaseHTTPResponse, until: float) -> bytes:
    if response.status >= 500 or response.status in LATER:
        raise Failed(f"It answers with status {response.status}.")
    if response.status != 200:
        raise Refused(f"It answers with status {response.status}.")
    data = bytearray()
    try:
        while piece := response.read1(PIECE):  # what is there: however slowly it comes, the time is looked at
            data += piece
            if len(data) > LARGEST_PICTURE:
                raise Refused(f"It has more than {LARGEST_PICTURE:,} bytes.")
            if time.monotonic() > until:
                raise Failed("It takes too long.")
    except HTTPError as error:
        raise Failed("It broke off.") from error
    return bytes(data)
