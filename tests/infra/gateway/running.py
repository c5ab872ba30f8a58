"""A gateway of its own for the tests: the real Envoy on free ports, in front of stand-ins."""

import contextlib
import subprocess
from pathlib import Path

import requests

from infra.gateway.binary import envoy
from infra.gateway.endpoints import write_endpoints
from infra.gateway.render import Addresses, Limits, files, render
from infra.postgres.standalone import free_ports
from tests.waiting import wait_until

FOR_EVERY_SITE = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "*"}
UNLIMITED = Limits(reads=2**31, writes=2**31, sessions=2**31)


class Gateway:
    """A running Envoy; `get`, `post` … send to its public listener under any host name."""

    def __init__(self, directory: Path, limits: Limits) -> None:
        self.endpoints = directory / "endpoints"
        self.endpoints.mkdir()
        public, internal, admin = free_ports(3)
        self.public_address = ("127.0.0.1", public)
        self.public, self.internal, self.admin = (
            f"http://127.0.0.1:{port}" for port in (public, internal, admin)
        )
        addresses = Addresses(*(("127.0.0.1", port) for port in (public, internal, admin)))
        self.configuration = directory / "envoy.yaml"
        self.configuration.write_text(render(addresses, files(self.endpoints), limits))
        self.log = directory / "envoy.log"

    def send(self, method: str, path: str, host: str = "mstore.localhost", **options) -> requests.Response:
        headers = {"Host": host, **options.pop("headers", {})}
        url = f"{self.public}{path}"
        return requests.request(method, url, headers=headers, timeout=30, allow_redirects=False, **options)

    def get(self, path: str, host: str = "mstore.localhost", **options) -> requests.Response:
        return self.send("GET", path, host, **options)

    def serve(self, cluster: str, *instances) -> None:
        """Put these instances behind the gateway and wait until it sends to them, and to them alone."""
        write_endpoints(self.endpoints, cluster, [instance.address for instance in instances])
        wanted = {instance.host for instance in instances}
        wait_until(lambda: self.healthy(cluster) == wanted, f"{cluster} at {wanted}")

    def healthy(self, cluster: str) -> set[str]:
        """The addresses that Envoy sends to; statuses as of its admin interface."""
        clusters = requests.get(f"{self.admin}/clusters?format=json", timeout=5).json()
        told = clusters.get("cluster_statuses", [])  # it has none in its first moments
        hosts = next((entry.get("host_statuses", []) for entry in told if entry["name"] == cluster), [])
        ready = [
            host["address"]["socket_address"]
            for host in hosts
            if host["health_status"] == {"eds_health_status": "HEALTHY"}
        ]
        return {f"{address['address']}:{address['port_value']}" for address in ready}


@contextlib.contextmanager
def gateway(directory: Path, limits: Limits = UNLIMITED, **services):
    """A gateway with these instances behind it (`read_api=[…]`), stopped at the end."""
    running = Gateway(directory, limits)
    for cluster in ("read-api", "write-api", "frontend", "admin-ui"):
        write_endpoints(running.endpoints, cluster, [])
    command = [
        envoy(),
        "-c",
        running.configuration,
        "--disable-hot-restart",
        "--concurrency",
        "1",
        "-l",
        "warn",
    ]
    with running.log.open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as process:
        try:
            wait_until(lambda: _answers(f"{running.admin}/ready"), "Envoy is ready")
            for name, instances in services.items():
                running.serve(name.replace("_", "-"), *instances)
            yield running
        finally:
            process.terminate()


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=1).ok
    except requests.ConnectionError:
        return False
