"""Decides where a request comes from: what throttling counts by, and what the audit says.

The gateway writes `X-Client-Address` anew on its public listener, so nobody outside can choose it. A user
interface, which asks through the internal listener for its own visitors, passes on what it was given.
"""

from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from flask import g, request

from service_defaults import request_id

HEADER = "X-Client-Address"
ANONYMOUS = "anonymous"
LONGEST_AGENT = 300
V6_PREFIX = 64  # one client owns all of them


@dataclass(frozen=True)
class Origin:
    """Who does something, an account's id or a program's name, and from where."""

    actor: str
    address: str | None = None
    user_agent: str | None = None
    request_id: str | None = None

    @property
    def network(self) -> str:
        """The addresses that count as one: of IPv6 the first 64 bits."""
        if self.address is None:
            return "none"
        address = ip_address(self.address)
        return (
            str(ip_network(f"{address}/{V6_PREFIX}", strict=False)) if address.version == 6 else str(address)
        )


def actor() -> str:
    """Whose request it is."""
    return g.caller.id if "caller" in g else ANONYMOUS


def origin() -> Origin:
    """Where the request being answered comes from."""
    agent = request.headers.get("User-Agent")
    return Origin(actor(), _address(), agent and agent[:LONGEST_AGENT], request_id.current())


def _address() -> str | None:
    for given in (request.headers.get(HEADER), request.remote_addr):
        try:
            address = ip_address(given or "")
        except ValueError:
            continue
        return str(getattr(address, "ipv4_mapped", None) or address).partition("%")[0]
    return None
