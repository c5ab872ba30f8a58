"""The addresses of a service, as the file that Envoy watches (EDS)."""

import json
from collections.abc import Sequence
from pathlib import Path

TYPE = "type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment"


def write_endpoints(directory: Path, cluster: str, addresses: Sequence[tuple[str, int]]) -> None:
    """Replace the cluster's addresses in one step; a running Envoy follows at once."""
    endpoints = [
        {"endpoint": {"address": {"socket_address": {"address": host, "port_value": port}}}}
        for host, port in addresses
    ]
    assignment = {"@type": TYPE, "cluster_name": cluster, "endpoints": [{"lb_endpoints": endpoints}]}
    draft = directory.parent / f"{cluster}.draft"
    draft.write_text(json.dumps({"resources": [assignment]}, indent=2) + "\n")
    # Envoy reads a file when it is moved into the folder: never half of one.
    draft.replace(directory / f"{cluster}.yaml")
