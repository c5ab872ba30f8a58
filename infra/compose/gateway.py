"""Prints the gateway's configuration for containers: a cluster is found under its service's name."""

from infra.gateway.render import Addresses, dns, render

SERVICES = ("read-api", "write-api", "frontend", "admin-ui")
SERVICE_PORT = 8000
EVERYWHERE = "0.0.0.0"  # noqa: S104 (inside a container, where Compose decides what is published)
ADDRESSES = Addresses(public=(EVERYWHERE, 8080), internal=(EVERYWHERE, 8081), admin=("127.0.0.1", 9901))


if __name__ == "__main__":
    print(render(ADDRESSES, dns(dict.fromkeys(SERVICES, SERVICE_PORT))))
