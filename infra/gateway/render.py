"""Decides how Envoy's configuration is put together, for one machine and for containers alike."""

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from string import Template
from typing import Any

import yaml

HERE = Path(__file__).parent
DNS_CLUSTER = "type.googleapis.com/envoy.extensions.clusters.dns.v3.DnsCluster"
Address = tuple[str, int]
Discovery = Callable[[str], dict[str, Any]]


@dataclass(frozen=True)
class Addresses:
    """Where the gateway listens: for the world, for the user interfaces, for the operator."""

    public: Address
    internal: Address
    admin: Address


@dataclass(frozen=True)
class Limits:
    """How often a minute one address may ask the API of the public listener."""

    reads: int = 6000
    writes: int = 600
    sessions: int = 30

    @property
    def retry_after(self) -> int:
        """Seconds after which every bucket, the slowest too, has filled by one request."""
        return math.ceil(60 / min(self.reads, self.writes, self.sessions))


def render(addresses: Addresses, discovery: Discovery, limits: Limits) -> str:
    """Envoy's whole configuration as YAML; `discovery` gives what finds a cluster's addresses."""
    routes = _read("routes.yaml", limits=_read("limits.yaml", **asdict(limits)))
    configuration = _read(
        "envoy.yaml",
        public_address=_socket(addresses.public),
        internal_address=_socket(addresses.internal),
        admin_address=_socket(addresses.admin),
        public_routes=routes["public"],
        internal_routes=routes["internal"],
        local_replies=_read(
            "replies.yaml", away_page=(HERE / "away.html").read_text(), retry_after=str(limits.retry_after)
        ),
        clusters=[{**cluster, **discovery(cluster["name"])} for cluster in _read("clusters.yaml")],
    )
    return yaml.dump(configuration, Dumper=_WithoutAliases, sort_keys=False, width=120)


def files(directory: Path) -> Discovery:
    """Addresses from one file a cluster in the directory (see endpoints.py), which Envoy watches."""

    def discover(cluster: str) -> dict[str, Any]:
        source = {"path": str(directory / f"{cluster}.yaml"), "watched_directory": {"path": str(directory)}}
        config = {"resource_api_version": "V3", "path_config_source": source}
        return {"type": "EDS", "eds_cluster_config": {"eds_config": config}}

    return discover


def dns(ports: Mapping[str, int]) -> Discovery:
    """Every address that a cluster's name resolves to, asked again every two seconds."""

    def discover(cluster: str) -> dict[str, Any]:
        endpoint = {"endpoint": {"address": {"socket_address": _socket((cluster, ports[cluster]))}}}
        assignment = {"cluster_name": cluster, "endpoints": [{"lb_endpoints": [endpoint]}]}
        kind = {
            "name": "envoy.clusters.dns",
            "typed_config": {"@type": DNS_CLUSTER, "dns_refresh_rate": "2s"},
        }
        return {"cluster_type": kind, "load_assignment": assignment}

    return discover


def _read(name: str, **values: object) -> Any:
    template = Template((HERE / name).read_text())
    # JSON is YAML: a value of any shape fits behind a key.
    return yaml.safe_load(template.substitute({key: json.dumps(value) for key, value in values.items()}))


def _socket(address: Address) -> dict[str, Any]:
    host, port = address
    return {"address": host, "port_value": port}


class _WithoutAliases(yaml.SafeDumper):
    """Repeats what the sources share, so that the result is read without jumping."""

    def ignore_aliases(self, data: object) -> bool:
        return True
