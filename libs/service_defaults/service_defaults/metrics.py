"""What Prometheus is told: how often each route was asked and how long it took, over all workers."""

import os

from flask import Blueprint, Response
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from service_defaults.permissions import PUBLIC, permission

METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})

SECONDS = Histogram("http_request_duration_seconds", "Time to answer.", ["method", "route", "status"])

blueprint = Blueprint("metrics", __name__)


def observe(method: str, route: str, status: int, seconds: float) -> None:
    """Count one answered request. A method of the caller's own invention is counted as OTHER."""
    SECONDS.labels(method if method in METHODS else "OTHER", route, status).observe(seconds)


@blueprint.get("/metrics")
@permission(PUBLIC)
def metrics() -> Response:
    """The metrics in Prometheus' text format; summed over workers where PROMETHEUS_MULTIPROC_DIR is set."""
    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
