"""Prints the gateway's configuration for containers: a cluster is found under its service's name."""

import os
from dataclasses import asdict

from infra.gateway.render import Addresses, Limits, dns, render

SERVICES = ("read-api", "write-api", "frontend", "admin-ui")
SERVICE_PORT = 8000
EVERYWHERE = "0.0.0.0"  # noqa: S104 (inside a container, where Compose decides what is published)
ADDRESSES = Addresses(public=(EVERYWHERE, 8080), internal=(EVERYWHERE, 8081), admin=("127.0.0.1", 9901))

DEFAULTS = asdict(Limits()).items()


if __name__ == "__main__":
    told = {name: int(os.environ.get(f"{name.upper()}_PER_MINUTE") or default) for name, default in DEFAULTS}
    print(render(ADDRESSES, dns(dict.fromkeys(SERVICES, SERVICE_PORT)), Limits(**told)))
