"""Decides from where a picture may be fetched: from public addresses alone, and never from this network.

A name is resolved once, and the connection goes to what was judged: a name that answers otherwise a moment
later (DNS rebinding) gains nothing.
"""

import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

PORTS = {"http": 80, "https": 443}
# Some versions of Python hold some of these to be public. They are special by IANA's registries: they lead to
# IPv4 addresses under another name, or to networks of one's provider.
NOT_PUBLIC = [
    ip_network(each)
    for each in (
        *("100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64"),
        *("2001::/23", "2002::/16", "3fff::/20", "5f00::/16"),
    )
]


class Refused(Exception):
    """It is not fetched, now or later."""


def is_public(address: str) -> bool:
    """Whether it is one of the public internet; an IPv4 address in IPv6 form counts as what it is."""
    given = ip_address(address.partition("%")[0])
    ip: IPv4Address | IPv6Address = given
    if isinstance(given, IPv6Address) and given.ipv4_mapped:
        ip = given.ipv4_mapped
    special = (ip.is_multicast, ip.is_reserved, ip.is_unspecified, ip.is_loopback, ip.is_link_local)
    local = isinstance(ip, IPv6Address) and ip.is_site_local
    networks = any(ip in network for network in NOT_PUBLIC if network.version == ip.version)
    return ip.is_global and not (any(special) or local or networks)


def resolve(host: str, port: int) -> Sequence[str]:
    """All addresses of a host, as this machine resolves names. Raises OSError, UnicodeError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(each[4][0]) for each in found]


@dataclass(frozen=True)
class Target:
    """Where a request goes: `address` and `port` are connected to, `host` is who is asked for there."""

    scheme: str
    host: str
    address: str
    port: int
    path: str


@dataclass(frozen=True)
class Policy:
    """Which addresses and ports may be connected to; another one than this is for tests."""

    ports: frozenset[int] = frozenset(PORTS.values())
    allows: Callable[[str], bool] = is_public
    resolve: Callable[[str, int], Sequence[str]] = resolve

    def target(self, url: str) -> Target:
        """Where this address leads. Raises Refused; OSError when its name is not known now."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port or PORTS.get(parts.scheme)
        except ValueError as error:
            raise Refused("It is no address.") from error
        if parts.scheme not in PORTS or not host or port is None:
            raise Refused("It is no address of the web.")
        if parts.username is not None or parts.password is not None:
            raise Refused("An address with a password is not used.")
        if port not in self.ports:
            raise Refused(f"Port {port} is not one of the web.")
        try:
            addresses = self.resolve(host, port)
        except UnicodeError as error:
            raise Refused("Its host is no name.") from error
        if not addresses or not all(map(self.allows, addresses)):
            raise Refused("It leads to a private address.")
        path = parts.path or "/"
        return Target(
            parts.scheme, host, addresses[0], port, f"{path}?{parts.query}" if parts.query else path
        )
