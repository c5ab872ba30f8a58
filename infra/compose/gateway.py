"""Prints the gateway's configuration for containers: each cluster is found by the name of its Compose service."""

from infra.gateway.render import Addresses, dns, render

SERVICES = ("read-api", "write-api", "frontend", "admin-ui")
SERVICE_PORT = 8000
ADDRESSES = Addresses(public=("0.0.0.0", 8080), internal=("0.0.0.0", 8081), admin=("127.0.0.1", 9901))  # noqa: S104 (inside its container)


if __name__ == "__main__":
    print(render(ADDRESSES, dns(dict.fromkeys(SERVICES, SERVICE_PORT))))
